using System.Text;
using FusionFunctions.Experiments;

namespace FusionFunctions.Tests.Experiments;

/// <summary>Whatever the text is, it is read or refused, and never anything else.</summary>
public sealed class BrokenTextTests
{
    private const string Json = """
        {"name":"demo","modelpool":{"models":{"_pretrained_":"./base","glue-cola":{"path":"./cola"}}},"methods":["dummy",
        {"task_arithmetic":{"scaling_factor":{"from":0,"to":1,"step":0.5}}}],"taskpool":[{"name":"cola","limit":20}]}
        """;

    [Theory, InlineData(ExperimentFile.Good), InlineData(Json)]
    public void Text_cut_anywhere_is_read_or_refused(string text)
    {
        Assert.All(Enumerable.Range(0, text.Length), length => ReadOrRefused(text[..length]));
        Assert.All(Enumerable.Range(0, text.Length), start => ReadOrRefused(text[start..]));
    }

    [Theory, InlineData(ExperimentFile.Good, 1), InlineData(Json, 2)]
    public void Text_with_changed_bytes_is_read_or_refused(string text, int seed)
    {
        var random = new Random(seed);
        byte[] telling = Encoding.UTF8.GetBytes("[]{}:,-?&*!|>'\"%@`#\\ \t\n\r\0.0eE~<=+");
        int read = 0;
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            for (int change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? telling[random.Next(telling.Length)] : (byte)random.Next(256);
            read += ReadOrRefused(Encoding.UTF8.GetString(bytes)) ? 1 : 0;
        }

        // Both ends are reached: changes in comments and names do no harm, most others do.
        Assert.InRange(read, 1, 1999);
    }

    [Theory, InlineData(3)]
    public void Override_with_changed_characters_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        const string Characters = "abst2.=[]{}:, \"'0-&*\n\0é";
        string[] texts = ["methods.ties_merging.threshold=[10, 20]", "taskpool.tasks.cola.limit=5", "modelpool.models._pretrained_=./base", "taskpool=[cola]"];
        for (int trial = 0; trial < 2000; trial++)
        {
            char[] text = texts[trial % texts.Length].ToCharArray();
            for (int change = random.Next(1, 4); change > 0; change--)
                text[random.Next(text.Length)] = Characters[random.Next(Characters.Length)];
            ReadOrRefused(ExperimentFile.Good, new string(text));
        }
    }

    [Theory]
    [InlineData("[", "lists and mappings are nested more than 32 deep; an experiment needs no more than six levels")]
    [InlineData("{", "lists and mappings are nested more than 32 deep; an experiment needs no more than six levels")]
    [InlineData("- ", "lists and mappings are nested more than 32 deep; an experiment needs no more than six levels")]
    [InlineData("? ", "lists and mappings are nested more than 32 deep; an experiment needs no more than six levels")]
    [InlineData("&a [", "the anchor '&a' is not supported; remove it and write values out")]
    [InlineData("\n", "the experiment is empty; start with modelpool:, methods: and taskpool:")]
    public void Text_that_repeats_without_end_is_refused(string part, string message) =>
        Assert.EndsWith(message, ExperimentFile.Refused(string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length))), StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_too_long_is_refused() => Assert.Equal(
        "demo.yaml:1:1: the text is longer than 1048576 bytes; an experiment needs a few lines; is this the right file?",
        ExperimentFile.Refused(new string('#', (1 << 20) + 1)));

    [Fact]
    public void Message_is_one_short_line_whatever_the_name()
    {
        string message = ExperimentFile.Refused($"\"a\\n\\e[31m\\u202E{new string('x', 10_000)}\": 1");

        Assert.InRange(message.Length, 1, 300);
        Assert.DoesNotContain(message, character => char.IsControl(character) || character == '\u202E');
    }

    private static bool ReadOrRefused(string text, params string[] overrides)
    {
        try
        {
            ExperimentFile.Read(text, overrides);
            return true;
        }
        catch (ExperimentException e)
        {
            Assert.Contains(": ", e.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
