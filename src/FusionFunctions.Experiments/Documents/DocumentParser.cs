using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FusionFunctions.Experiments.Documents;

/// <summary>
/// Turns YAML 1.2 (JSON is part of it) into nodes with places. What an experiment has no use for is refused: several documents, anchors,
/// aliases, tags, merge keys, keys that are no text, duplicate keys, deep nesting.
/// </summary>
internal sealed class DocumentParser
{
    private const int MaxDepth = 32;
    private readonly Func<long, long, Place> _at;
    private readonly Parser _parser;

    private DocumentParser(string text, Func<long, long, Place> at)
    {
        _at = at;
        _parser = new Parser(new Scanner(new StringReader(DocumentText.Check(text, at)), skipComments: true));
    }

    public static DocumentNode ParseFile(string text, string fileName) =>
        new DocumentParser(text, (line, column) => new(fileName, line, column)).Read();

    /// <summary>Every node is at the same place.</summary>
    public static DocumentNode ParseValue(string text, Place place) => new DocumentParser(text, (_, _) => place).Read();

    private DocumentNode Read()
    {
        Next();
        if (Next() is not DocumentStart)
            return new ScalarNode(_at(1, 1), "", IsPlain: true);
        var root = ReadNode(Next(), 0);
        Next();
        return Next() is StreamEnd ? root : throw Error(_parser.Current!, "a second document starts here", "keep one document a file");
    }

    private DocumentNode ReadNode(ParsingEvent start, int depth)
    {
        if (depth > MaxDepth)
            throw Error(start, $"lists and mappings are nested more than {MaxDepth} deep", "an experiment needs no more than six levels");
        if (start is AnchorAlias alias)
            throw Error(start, $"the alias '*{Shown.Short(alias.Value.Value)}' is not supported", "write the value out");
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
            throw Error(start, $"the anchor '&{Shown.Short(anchored.Anchor.Value)}' is not supported", "remove it and write values out");
        if (start is NodeEvent { Tag.IsEmpty: false } tagged)
            throw Error(start, $"the tag '{Shown.Short(tagged.Tag.Value)}' is not supported", "remove it; quotes make a text of anything");
        return start switch
        {
            Scalar scalar => new ScalarNode(PlaceOf(start), scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => ReadList(PlaceOf(start), depth),
            MappingStart => ReadMapping(PlaceOf(start), depth),
            _ => throw Error(start, "this is not valid YAML", "write a value here"),
        };
    }

    private ListNode ReadList(Place place, int depth)
    {
        List<DocumentNode> items = [];
        while (Next() is var item and not SequenceEnd)
            items.Add(ReadNode(item, depth + 1));
        return new(place, items);
    }

    private MappingNode ReadMapping(Place place, int depth)
    {
        List<MappingEntry> entries = [];
        Dictionary<string, Place> keys = [];
        while (Next() is var start and not MappingEnd)
        {
            if (ReadNode(start, depth + 1) is not ScalarNode key)
                throw Error(start, "a key must be a text", "write 'key: value'");
            if (key is { IsPlain: true, Content: "<<" })
                throw Error(start, "merge keys ('<<') are not supported", "write the entries out");
            if (!keys.TryAdd(key.Content, key.Place))
                throw Error(start, $"the key '{Shown.Short(key.Content)}' is already at {keys[key.Content]}", "remove one of them");
            entries.Add(new(key.Content, key.Place, ReadNode(Next(), depth + 1)));
        }
        return new(place, entries);
    }

    private ParsingEvent Next()
    {
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw _at(1, 1).Error(
                "this is not valid YAML: it ends too early", "complete the file");
        }
        catch (YamlException e)
        {
            throw Invalid(e.Start, char.ToLowerInvariant(e.Message[0]) + e.Message[1..].TrimEnd('.'), e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // The scanner's own slips on broken text; it has read at least as far as the last event.
            throw Invalid(_parser.Current?.End ?? Mark.Empty, "the text cannot be read beyond here", e);
        }
    }

    private ExperimentException Invalid(Mark at, string why, Exception e) =>
        _at(at.Line, at.Column).Error(
            $"this is not valid YAML: {Shown.Short(why)}", "check the indentation, quotes and brackets here and above", e);

    private Place PlaceOf(ParsingEvent node) => _at(node.Start.Line, node.Start.Column);

    private ExperimentException Error(ParsingEvent node, string wrong, string remedy) => PlaceOf(node).Error(wrong, remedy);
}
