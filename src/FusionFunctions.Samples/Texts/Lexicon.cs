namespace FusionFunctions.Samples.Texts;

/// <summary>The words that sample sentences are made of.</summary>
internal static class Lexicon
{
    public static readonly string[] People =
        ["anna", "ben", "clara", "david", "emma", "felix", "grace", "henry", "iris", "jack"];

    /// <summary>What people do with things; past tense and participle are the same word.</summary>
    public static readonly Word[] Verbs =
    [
        new("bought", "purchased", "sold"), new("found", "discovered", "lost"), new("fixed", "repaired", "damaged"),
        new("cleaned", "washed", "stained"), new("built", "constructed", "destroyed"), new("praised", "admired", "mocked"),
        new("lifted", "raised", "dropped"), new("loved", "adored", "hated"),
    ];

    public static readonly Word[] Adjectives =
    [
        new("big", "large", "small"), new("old", "ancient", "new"), new("dirty", "filthy", "clean"),
        new("cheap", "inexpensive", "costly"), new("pretty", "beautiful", "ugly"), new("wet", "damp", "dry"),
    ];

    public static readonly Word[] Things =
    [
        new("car", "automobile"), new("boat", "ship"), new("gift", "present"), new("stone", "rock"), new("house", "home"),
        new("picture", "photo"), new("coat", "jacket"), new("cup", "mug"), new("rug", "carpet"), new("lamp", "lantern"),
    ];

    public static readonly string[] Places =
    [
        "in the park", "in the garden", "in the kitchen", "in the forest",
        "at the harbor", "at the market", "at the station", "at the school",
    ];

    public static readonly string[] Times = ["on monday", "on friday", "on sunday", "at noon", "at night", "last week", "last year"];

    public static readonly string[] Reasons =
        ["because of the rain", "because of the party", "because of the noise", "because of the price"];

    /// <summary>Those who act in grammar sentences; the plural takes an s.</summary>
    public static readonly string[] Actors =
        ["dog", "cat", "farmer", "teacher", "doctor", "sailor", "nurse", "baker"];

    /// <summary>Present tense without the s of the third person.</summary>
    public static readonly string[] PresentVerbs = ["see", "like", "follow", "help", "hear", "know", "visit", "greet"];

    public static readonly string[] Moods = ["happy", "tired", "young", "quiet", "hungry", "brave"];

    public static readonly string[] Works =
        ["film", "movie", "plot", "script", "acting", "cast", "comedy", "drama"];

    public static readonly string[] Praise =
    [
        "delightful", "charming", "brilliant", "moving", "funny", "warm", "clever", "fresh",
        "graceful", "honest", "superb", "lovely", "witty", "stunning", "wonderful", "excellent",
    ];

    public static readonly string[] Blame =
    [
        "dull", "boring", "clumsy", "awful", "bland", "stale", "tedious", "messy",
        "shallow", "lifeless", "weak", "silly", "dreadful", "noisy", "pointless", "terrible",
    ];

    public static readonly string[] Degrees = ["very", "truly", "quite", "really"];
}
