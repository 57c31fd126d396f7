namespace FusionFunctions.Storage.Azure;

/// <summary>A connection string of Azure Storage that may also say <c>Container=NAME</c> and <c>Queue=NAME</c>.</summary>
/// <param name="Account">What the SDK knows of it.</param>
internal sealed record ConnectionText(string Account, string? Container, string? Queue)
{
    private const string ContainerKey = "Container=";
    private const string QueueKey = "Queue=";

    public static ConnectionText Parse(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(string.Join(';', parts.Where(part => !Is(part, ContainerKey) && !Is(part, QueueKey))), Value(parts, ContainerKey), Value(parts, QueueKey));
    }

    private static string? Value(string[] parts, string key) => parts.LastOrDefault(part => Is(part, key))?[key.Length..].Trim();

    private static bool Is(string part, string key) => part.StartsWith(key, StringComparison.OrdinalIgnoreCase);
}
