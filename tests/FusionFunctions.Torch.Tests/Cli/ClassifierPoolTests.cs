using System.Text.Json.Nodes;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Cli;

/// <summary>Models that say they classify: what they share is merged, and nothing needs T5's tokenizer.</summary>
public sealed class ClassifierPoolTests
{
    [Fact]
    public async Task Run_merges_the_body_of_classifiers_and_names_the_heads()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "base", "RobertaForMaskedLM", ("roberta.w", [2, 4]), ("lm_head.w", [1]));
        Write(folder, "a", "RobertaForSequenceClassification", ("roberta.w", [6, 8]), ("classifier.w", [1, 2]));
        Write(folder, "b", "RobertaForSequenceClassification", ("roberta.w", [4, 0]), ("classifier.w", [1, 2, 3]));
        File.WriteAllText(folder["pool.yaml"], """
            modelpool: { models: { _pretrained_: ./base, a: ./a, b: ./b } }
            methods: [task_arithmetic: { scaling_factor: 0.5 }]
            taskpool: dummy
            """);

        var (exitCode, _, errors) = await FusionProcess.RunAsync("run", folder["pool.yaml"], "--store", folder["store"]);

        Assert.Equal((0, "warning: the models are classifiers with heads of their own; what they share is merged, without classifier.w, lm_head.w.\n"), (exitCode, errors));
        var (_, _, again) = await FusionProcess.RunAsync("run", folder["pool.yaml"], "--store", folder["store"]);
        Assert.Equal(errors, again);
        byte[] merged = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder["store", "merges"], "*.safetensors", SearchOption.AllDirectories)));
        Assert.Equal([5f, 4f], [BitConverter.ToSingle(merged, merged.Length - 8), BitConverter.ToSingle(merged, merged.Length - 4)]);
    }

    private static void Write(TemporaryFolder folder, string name, string architecture, params (string Name, float[] Values)[] tensors)
    {
        Directory.CreateDirectory(folder[name]);
        File.WriteAllText(folder[name, "config.json"], $$"""{"model_type":"roberta","architectures":["{{architecture}}"]}""");
        var header = new JsonObject();
        int offset = 0;
        foreach (var (tensor, values) in tensors)
        {
            int end = offset + (4 * values.Length);
            header[tensor] = new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray(values.Length), ["data_offsets"] = new JsonArray(offset, end) };
            offset = end;
        }
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(
            folder[name, "model.safetensors"],
            [.. BitConverter.GetBytes((long)json.Length), .. json, .. tensors.SelectMany(tensor => tensor.Values).SelectMany(BitConverter.GetBytes)]);
    }
}
