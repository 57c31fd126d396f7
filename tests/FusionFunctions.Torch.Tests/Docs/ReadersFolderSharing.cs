namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Tests that share one reader's folder, one after another.</summary>
[CollectionDefinition(nameof(ReadersFolder))]
public sealed class ReadersFolderSharing : ICollectionFixture<ReadersFolder>;
