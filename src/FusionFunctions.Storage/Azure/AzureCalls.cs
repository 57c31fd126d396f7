namespace FusionFunctions.Storage.Azure;

/// <summary>Runs calls of Azure's SDK and turns what they throw into the store's exception, with the place.</summary>
/// <param name="Place">A container's or blob's address without its query, which may be a shared access signature.</param>
internal readonly record struct AzureCalls(string Place)
{
    public static AzureCalls At(Uri uri) => new(Uri.UnescapeDataString(uri.GetLeftPart(UriPartial.Path)));

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await call();
        }
        catch (Exception e) when (e is not StorageException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw AzureFailure.Explain(Place, e);
        }
    }

    public Task RunAsync(Func<Task> call, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);
}
