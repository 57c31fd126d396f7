using Azure;
using Azure.Identity;

namespace FusionFunctions.Storage.Azure;

/// <summary>
/// What went wrong in Azure, in the user's words. The SDK's messages hold headers and signed strings, so neither they nor the exceptions
/// are passed on: only status, error code and request id.
/// </summary>
internal static class AzureFailure
{
    public static StorageException Explain(string place, Exception failure) => Innermost(failure) switch
    {
        CredentialUnavailableException => new($"{place}: no credential was found. {SignIn}"),
        AuthenticationFailedException => new($"{place}: signing in failed. {SignIn}"),
        RequestFailedException { Status: > 0 } e => Refused(e, $"{place}: {Reason(e)} ({Details(e)}).{Remedy(e)}"),
        RequestFailedException or HttpRequestException or IOException or OperationCanceledException => Unreachable(place),
        ArgumentException or FormatException or InvalidOperationException or NotSupportedException =>
            new($"{place}: the SDK refused the request before it was sent; check the address and the credential given with --store."),
        var e => new($"{place}: the request failed ({e.GetType().Name})."),
    };

    private const string SignIn =
        "Sign in with 'az login', give the machine a managed identity (AZURE_CLIENT_ID chooses a user-assigned one), or use a connection string from the environment: --store env:NAME.";

    /// <summary>Retries and parallel parts wrap failures; the last one says most.</summary>
    private static Exception Innermost(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? Innermost(last) : e;

    private static bool IsTransient(RequestFailedException e) =>
        e is { Status: 429 or >= 500 } or { ErrorCode: "ConditionNotMet" or "InvalidBlockList" or "ContainerBeingDeleted" or "QueueBeingDeleted" };

    private static StorageException Refused(RequestFailedException e, string message) =>
        IsTransient(e) ? new TransientStorageException(message) : new StorageException(message);

    private static TransientStorageException Unreachable(string place) => new(
        $"{place} cannot be reached. Check the account's name and the network{(IsLoopback(place) ? "; is Azurite running? Start it with 'npx azurite --skipApiVersionCheck'" : "")}, then run again.");

    private static bool IsLoopback(string place) => Uri.TryCreate(place, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static string Reason(RequestFailedException e) => e switch
    {
        { ErrorCode: "ContainerNotFound" } => "the container does not exist",
        { ErrorCode: "ContainerBeingDeleted" } => "the container is being deleted",
        { ErrorCode: "QueueNotFound" } => "the queue does not exist",
        { ErrorCode: "QueueBeingDeleted" } => "the queue is being deleted",
        { ErrorCode: "BlobNotFound" } or { Status: 404 } => "the blob was deleted while it was used",
        { ErrorCode: "ConditionNotMet" } => "the blob was changed or deleted while it was read",
        { ErrorCode: "InvalidBlockList" } => "another writer committed the same blob meanwhile, so nothing of this one was kept",
        { ErrorCode: "LeaseIdMissing" } => "someone holds a lease on the blob",
        { Status: 401 } => "the service asks for a credential",
        { Status: 403 } => "access was denied",
        { Status: 429 or 503 } => "the service is busy and refused the request again and again",
        { Status: >= 500 } => "the service failed again and again",
        _ => "the service refused the request",
    };

    private static string Remedy(RequestFailedException e) => e switch
    {
        { ErrorCode: "ContainerNotFound" } => " Create it, or correct its name in --store.",
        { ErrorCode: "QueueNotFound" } => " Create it, or correct its name in --queue.",
        { ErrorCode: "AuthenticationFailed" } => " Check the account key or shared access signature (has it expired?) and this machine's clock.",
        { ErrorCode: "AuthorizationPermissionMismatch" } =>
            " Give the identity the roles 'Storage Blob Data Contributor' and 'Storage Queue Data Contributor' on the account, or the signature the permissions racwdl (a queue's: raup).",
        { ErrorCode: "AuthorizationFailure" } => " The signature may have expired, or the account's network rules do not let this machine in or do not allow keys.",
        { Status: 401 or 403 } => $" {SignIn}",
        { Status: 400, ErrorCode: "InvalidHeaderValue" } => " If this is Azurite, it does not know so new a version of the service; start it with --skipApiVersionCheck.",
        { ErrorCode: "ConditionNotMet" } or { ErrorCode: "InvalidBlockList" } or { ErrorCode: "LeaseIdMissing" } or { Status: 404 } => " Run again.",
        { Status: 429 or >= 500 } or { ErrorCode: "ContainerBeingDeleted" or "QueueBeingDeleted" } => " Wait a while, then run again.",
        _ => "",
    };

    private static string Details(RequestFailedException e)
    {
        string? request = e.GetRawResponse() is { } response && response.Headers.TryGetValue("x-ms-request-id", out string? id) ? $", request {id}" : null;
        return $"{e.Status} {e.ErrorCode}".TrimEnd() + request;
    }
}
