namespace FusionFunctions.Samples.Texts;

/// <summary>Somebody did something to a thing somewhere: what most sample sentences tell.</summary>
internal sealed record Scene(string Person, Word Verb, Word Adjective, Word Thing, string Place)
{
    public const int SlotCount = 5;

    public static Scene Any(Pcg32 random) => new(
        random.Pick(Lexicon.People),
        random.Pick(Lexicon.Verbs),
        random.Pick(Lexicon.Adjectives),
        random.Pick(Lexicon.Things),
        random.Pick(Lexicon.Places));

    /// <summary>A scene that shares nothing with this one.</summary>
    public Scene Unrelated(Pcg32 random) => new(
        random.PickOther(Lexicon.People, Person),
        random.PickOther(Lexicon.Verbs, Verb),
        random.PickOther(Lexicon.Adjectives, Adjective),
        random.PickOther(Lexicon.Things, Thing),
        random.PickOther(Lexicon.Places, Place));

    /// <summary>This scene with some slots, as many as said, of an unrelated one.</summary>
    public Scene Changed(Pcg32 random, int slots)
    {
        int[] order = [.. Enumerable.Range(0, SlotCount)];
        random.Shuffle(order);
        var other = Unrelated(random);
        return order.Take(slots).Aggregate(this, (scene, slot) => scene.With(slot, other));
    }

    /// <summary>This scene with one slot taken from another: 0 person, 1 verb, 2 thing, 3 place, 4 adjective.</summary>
    public Scene With(int slot, Scene other) => slot switch
    {
        0 => this with { Person = other.Person },
        1 => this with { Verb = other.Verb },
        2 => this with { Thing = other.Thing },
        3 => this with { Place = other.Place },
        _ => this with { Adjective = other.Adjective },
    };

    /// <summary>The same scene in other words.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="percent">How often a word gives way to its synonym.</param>
    public Scene Reworded(Pcg32 random, int percent) => this with
    {
        Verb = Reword(Verb, random, percent),
        Adjective = Reword(Adjective, random, percent),
        Thing = Reword(Thing, random, percent),
    };

    /// <summary>"anna bought the old car in the park"</summary>
    public string Sentence => $"{Person} {Verb.Text} {Object} {Place}";

    /// <summary>"the old car"</summary>
    public string Object => $"the {Adjective.Text} {Thing.Text}";

    private static Word Reword(Word word, Pcg32 random, int percent) =>
        random.Chance(percent) ? word with { Text = word.Synonym, Synonym = word.Text } : word;
}
