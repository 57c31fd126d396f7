using System.Text;

namespace FusionFunctions.Glue.Tasks;

/// <summary>A prompt with field names in braces. Fields go in as they are; braces inside them mean nothing.</summary>
public sealed class PromptTemplate
{
    private readonly string[] _texts;
    private readonly string[] _fields;

    public PromptTemplate(string text)
    {
        Text = text;
        string[] parts = text.Split('{', '}');
        _texts = [.. parts.Where((_, i) => i % 2 == 0)];
        _fields = [.. parts.Where((_, i) => i % 2 == 1)];
    }

    public string Text { get; }

    /// <summary>In the order of the prompt.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <param name="field">Gives a field's text by its name.</param>
    public string Fill(Func<string, string> field)
    {
        var prompt = new StringBuilder(_texts[0]);
        for (int i = 0; i < _fields.Length; i++)
            prompt.Append(field(_fields[i])).Append(_texts[i + 1]);
        return prompt.ToString();
    }
}
