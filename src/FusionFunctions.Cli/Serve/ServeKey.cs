using System.Net;
using System.Security.Cryptography;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Serve;

/// <summary>The key that callers must show: from the environment, or made once and kept where only its owner can read it.</summary>
internal static class ServeKey
{
    public const string Variable = "FUSION_API_KEY";
    private const int MinLength = 16;
    private const string KeyFile = "api-key";

    private static string KeyPath => Path.GetFullPath(Path.Join(StoreOption.DefaultFolder, KeyFile));

    /// <returns>The key, and the file that holds it where it was made here.</returns>
    /// <exception cref="PipelineException">The key is too short, or missing while others than this machine can call.</exception>
    public static (string Key, string? File) Find(IPEndPoint listen)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } key)
            return key.Length >= MinLength
                ? (key, null)
                : throw new PipelineException($"{Variable} must have at least {MinLength} characters.");
        if (!IPAddress.IsLoopback(listen.Address))
            throw new PipelineException(
                $"Other machines can reach {listen}: set a key of your own in the environment variable {Variable}, and put TLS in front.");
        return (File.Exists(KeyPath) ? File.ReadAllText(KeyPath).Trim() : Create(KeyPath), KeyPath);
    }

    /// <summary>For callers: the key of the environment, or for this machine the one that a server made in this folder.</summary>
    /// <returns>Null where there is none.</returns>
    public static string? Kept(bool isForThisMachine)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } key)
            return key;
        return isForThisMachine && File.Exists(KeyPath) ? File.ReadAllText(KeyPath).Trim() : null;
    }

    private static string Create(string file)
    {
        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(key);
        return key;
    }
}
