using System.Net;
using System.Security.Cryptography;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Serve;

/// <summary>The key that callers must show: from the environment, or made once and kept where only its owner can read it.</summary>
internal static class ServeKey
{
    public const string Variable = "FUSION_API_KEY";
    private const int MinLength = 16;
    private const int MaxFileBytes = 4096;
    private const string KeyFile = "api-key";

    private static string KeyPath => Path.GetFullPath(Path.Join(StoreOption.DefaultFolder, KeyFile));

    /// <returns>The key, and the file that holds it where it was made here.</returns>
    /// <exception cref="PipelineException">The key is too short, or missing while others than this machine can call, or the file holds none.</exception>
    public static (string Key, string? File) Find(IPEndPoint listen)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } key)
            return key.Length >= MinLength
                ? (key, null)
                : throw new PipelineException($"{Variable} must have at least {MinLength} characters.");
        if (!IPAddress.IsLoopback(listen.Address))
            throw new PipelineException(
                $"Other machines can reach {listen}: set a key of your own in the environment variable {Variable}, and put TLS in front.");
        if (!File.Exists(KeyPath))
            Create(KeyPath);
        return (Read(KeyPath), KeyPath);
    }

    /// <summary>For callers: the key of the environment, or for this machine the one that a server made in this folder.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="PipelineException">The file holds no key.</exception>
    public static string? Kept(bool isForThisMachine)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } key)
            return key;
        return isForThisMachine && File.Exists(KeyPath) ? Read(KeyPath) : null;
    }

    // An empty key would admit whoever shows an empty one.
    private static string Read(string file)
    {
        string key = new FileInfo(file).Length <= MaxFileBytes ? File.ReadAllText(file).Trim() : "";
        return key.Length >= MinLength
            ? key
            : throw new PipelineException($"{file}: there is no key in it. Delete the file, and 'fusion serve' makes another.");
    }

    /// <summary>Makes a key, or leaves the one that another process made at the same time.</summary>
    private static void Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var writer = new StreamWriter(temporary, options))
                writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
            File.Move(temporary, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(temporary);
        }
    }
}
