namespace FusionFunctions.Experiments;

/// <summary>An experiment that cannot be run as written. The message reads <c>file:line:column: what is wrong; the remedy</c>.</summary>
public sealed class ExperimentException(string message, Exception? innerException = null) : Exception(message, innerException);
