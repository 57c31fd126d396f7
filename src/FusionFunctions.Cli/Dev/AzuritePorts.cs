namespace FusionFunctions.Cli.Dev;

/// <summary>Where the emulator's three services listen, on loopback.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>The account that every Azurite has, with its published key. Source: learn.microsoft.com/azure/storage/common/storage-use-azurite.</summary>
    private const string Account = "devstoreaccount1";

    private const string PublishedKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static AzuritePorts Usual { get; } = new(10000, 10001, 10002);

    public string Connection => this == Usual
        ? "UseDevelopmentStorage=true"
        : $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={PublishedKey};"
            + $"BlobEndpoint={Address(Blob)};QueueEndpoint={Address(Queue)};TableEndpoint={Address(Table)}";

    private static string Address(int port) => $"http://127.0.0.1:{port}/{Account}";
}
