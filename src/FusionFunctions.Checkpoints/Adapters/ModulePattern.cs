using System.Text.RegularExpressions;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>A regular expression out of an adapter's config, held to bounded time: it comes from outside.</summary>
internal sealed class ModulePattern
{
    private const int MaxLength = 4096;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);
    private readonly Regex _regex;
    private readonly string _fileName;

    /// <param name="pattern">Must match the whole name.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="CheckpointException">Not a regular expression.</exception>
    public ModulePattern(string pattern, string fileName)
    {
        _fileName = fileName;
        try
        {
            if (pattern.Length > MaxLength)
                throw new ArgumentException($"It has {pattern.Length} characters; at most {MaxLength} are allowed.");
            _regex = Compile($@"^(?:{pattern})\z");
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(
                $"{fileName}: '{Printable.Text(pattern)}' is not a regular expression for module names: {e.Message} Correct it.", e);
        }
    }

    public bool IsMatch(string module)
    {
        try
        {
            return _regex.IsMatch(module);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new CheckpointException(
                $"{_fileName}: the regular expression '{Printable.Text(_regex.ToString())}' takes too long on '{Printable.Text(module)}'. Simplify it.", e);
        }
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, s_timeout);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and references need backtracking; there the timeout is the bound.
            return new(pattern, RegexOptions.CultureInvariant, s_timeout);
        }
    }
}
