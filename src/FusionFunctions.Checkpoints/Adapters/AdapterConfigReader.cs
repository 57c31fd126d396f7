using System.Text.Json;
using System.Text.Json.Nodes;
using FusionFunctions.Checkpoints.Folders;

namespace FusionFunctions.Checkpoints.Adapters;

/// <summary>Reads adapter_config.json, and refuses by name whatever would make the merged weights other than W + scaling · B·A.</summary>
internal sealed class AdapterConfigReader
{
    private const int MaxRank = 1 << 16;

    // Each of them makes PEFT compute something else; absent, null, false and empty mean that it is not used.
    private static readonly Dictionary<string, string> s_unsupported = new(StringComparer.Ordinal)
    {
        ["use_dora"] = "DoRA",
        ["modules_to_save"] = "modules trained in full",
        ["layer_replication"] = "replicated layers",
        ["lora_bias"] = "trained biases",
        ["trainable_token_indices"] = "trained token embeddings",
        ["target_parameters"] = "parameters outside modules",
        ["use_qalora"] = "QALoRA",
        ["alora_invocation_tokens"] = "activated LoRA",
        ["megatron_config"] = "Megatron layers",
    };

    private static readonly string[] s_initialisationsThatChangeTheBase = ["pissa", "olora", "corda", "loftq"];

    private readonly JsonObject _json;
    private readonly string _fileName;

    private AdapterConfigReader(JsonObject json, string fileName) => (_json, _fileName) = (json, fileName);

    /// <exception cref="CheckpointException">Not the config of a LoRA adapter that can be merged.</exception>
    public static AdapterConfig Read(ReadOnlySpan<byte> utf8, string fileName) =>
        new AdapterConfigReader(CheckpointConfig.Parse(utf8, fileName).Json, fileName).Read();

    private AdapterConfig Read()
    {
        if (Text("peft_type") is var type && type != "LORA")
            throw Refused($"is an adapter of type '{Printable.Text(type)}'; only LORA is supported");
        foreach (var (key, feature) in s_unsupported)
            if (IsUsed(_json[key]))
                throw Refused($"uses {feature} ('{key}'), which is not supported");
        if (Text("bias") is { } bias and not "none")
            throw Refused($"has trained biases ('bias' is '{Printable.Text(bias)}'), which is not supported");
        if (_json["init_lora_weights"]?.GetValueKind() == JsonValueKind.String && Text("init_lora_weights") is { } init &&
            s_initialisationsThatChangeTheBase.Any(name => init.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            throw Refused($"was initialised with '{Printable.Text(init)}', which changes the base too; convert it to a plain LoRA adapter");
        return new()
        {
            Rank = (int)Number("r", 1, MaxRank, whole: true),
            Alpha = Number("lora_alpha", double.MinValue, double.MaxValue, whole: false),
            UseRsLora = Flag("use_rslora"),
            FanInFanOut = Flag("fan_in_fan_out"),
            Targets = Targets(),
            RankPattern = Patterns("rank_pattern", 1, MaxRank, whole: true),
            AlphaPattern = Patterns("alpha_pattern", double.MinValue, double.MaxValue, whole: false),
            BaseModel = Text("base_model_name_or_path"),
        };
    }

    private TargetModules Targets()
    {
        bool isComplete = !IsUsed(_json["layers_to_transform"]) && !IsUsed(_json["layers_pattern"]) && !IsUsed(_json["exclude_modules"]);
        return _json["target_modules"] switch
        {
            null => new(null, null, false),
            JsonValue value when value.TryGetValue(out string? pattern) => new(new(pattern, _fileName), null, isComplete),
            JsonArray list when list.All(item => item?.GetValueKind() == JsonValueKind.String) =>
                new(null, [.. list.Select(item => item!.GetValue<string>())], isComplete),
            _ => throw Wrong("target_modules", "a list of names or a regular expression"),
        };
    }

    private (ModulePattern Pattern, double Value)[] Patterns(string key, double least, double most, bool whole) => _json[key] switch
    {
        null => [],
        JsonObject map => [.. map.Select(entry => (Suffix(entry.Key), Number(entry.Value, key, least, most, whole)))],
        _ => throw Wrong(key, "a dictionary of numbers by module name"),
    };

    /// <summary>As in PEFT: the expression for the end of a module's name, from one of its parts on.</summary>
    private ModulePattern Suffix(string pattern) => new($@"(?:.*\.)?(?:{pattern})", _fileName);

    private static bool IsUsed(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Array => value.AsArray().Count > 0,
        JsonValueKind.Object => value.AsObject().Count > 0,
        _ => true,
    };

    private string? Text(string key) => _json[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Wrong(key, "a text"),
    };

    private bool Flag(string key) => _json[key] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Wrong(key, "true or false"),
    };

    private double Number(string key, double least, double most, bool whole) => Number(_json[key], key, least, most, whole);

    private double Number(JsonNode? node, string key, double least, double most, bool whole) =>
        node is JsonValue value && value.TryGetValue(out double number) && number >= least && number <= most && (!whole || double.IsInteger(number))
            ? number
            : throw Wrong(key, whole ? $"a whole number from {least} to {most}" : "a number");

    private CheckpointException Wrong(string key, string expected)
    {
        string found = Printable.Text(_json[key]?.ToJsonString() ?? "missing");
        return new($"{_fileName}: '{key}' must be {expected}, not {found}. Correct it, or download the adapter again.");
    }

    private CheckpointException Refused(string reason) =>
        new($"{_fileName}: {reason}. Merge this adapter into its base with PEFT (merge_and_unload) and use the merged model.");
}
