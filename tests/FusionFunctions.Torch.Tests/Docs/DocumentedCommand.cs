namespace FusionFunctions.Torch.Tests.Docs;

/// <param name="Page">The Markdown file, relative to the repository.</param>
/// <param name="Text">One command line as it stands there, on one line.</param>
/// <param name="IsInSentence">It is code within a sentence, where the bare name of a command only mentions it.</param>
internal sealed record DocumentedCommand(string Page, string Text, bool IsInSentence);
