namespace FusionFunctions.Tests.Storage;

/// <summary>The contract, held by a directory that has memory to write two files past the page cache; what is written beside them goes the other way.</summary>
public sealed class DirectWritingContractTests() : DirectoryContractTests(directBytes: 2 * 3 << 20);
