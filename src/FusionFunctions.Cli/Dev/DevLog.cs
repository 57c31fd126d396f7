namespace FusionFunctions.Cli.Dev;

/// <summary>The lines of several programs on one screen, each behind its program's name.</summary>
internal sealed class DevLog(int width)
{
    private readonly Lock _lock = new();

    public void Write(string name, string line)
    {
        lock (_lock)
            Console.WriteLine($"{name.PadRight(width)} | {line}");
    }
}
