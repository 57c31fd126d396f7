using FusionFunctions.FlanT5.Inference;
using FusionFunctions.FlanT5.Modules;
using FusionFunctions.T5Format.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Where one encoder layer's time goes, on one core, by processor time: the operations of inference on their own, and some that were not taken.</summary>
internal sealed class LayerProfile(T5Config config)
{
    private const int Rows = 14;
    private const int Length = 72;
    private const int Rounds = 5;
    private const int Repeats = 4;
    private const int Tokens = Rows * Length;

    public void Print() => FreshThreads.Run(1, 1, () =>
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        using var workspace = new Workspace(CPU, ScalarType.Float32);
        var (model, inner, wide) = (config.ModelSize, config.InnerSize, config.FeedForwardSize);
        Tensor Take(WorkspacePart part, int columns) => workspace.Take(part, Tokens, columns);
        var (hidden, normed, mixed) = (Take(WorkspacePart.Hidden, model), Take(WorkspacePart.Normed, model), Take(WorkspacePart.Mixed, inner));
        using T5Linear qkv = Layer(model, 3 * inner), o = Layer(inner, model), wi = Layer(model, wide), gate = Layer(model, wide), wo = Layer(wide, model);
        using FusedWeight toQkv = Joined(qkv), toO = Joined(o), toWi = Joined(wi), toGate = Joined(gate), toWo = Joined(wo);
        var (projected, activated) = (zeros(Tokens, 3 * inner), zeros(OneDnn.RowsFor(Tokens), wide).slice(0, 0, Tokens, 1));
        var (first, second) = (zeros(Tokens, wide), zeros(Tokens, wide));
        var bias = zeros(1, config.Heads, Length, Length);
        using var norm = new T5LayerNorm(model, config.LayerNormEpsilon);
        (string Part, double Seconds)[] parts =
        [
            ("products, activation", Seconds(() =>
            {
                toQkv.Multiply(normed, workspace, WorkspacePart.Projected);
                toO.AddProduct(mixed, hidden);
                toWi.Multiply(normed, workspace, WorkspacePart.Inner, config.Activation);
                toGate.Multiply(normed, workspace, WorkspacePart.Gate);
                toWo.AddProduct(activated, hidden);
            })),
            ("attention within rows", Seconds(() => Attend(projected, bias, mixed))),
            ("gate", Seconds(() => first.mul_(second))),
            ("norms", 2 * Seconds(() => norm.Infer(hidden, normed))),
        ];
        double sum = parts.Sum(part => part.Seconds);
        Console.WriteLine($"an encoder layer over {Rows} rows of {Length} tokens, {sum * 1e3:F0} ms on one core:");
        foreach (var (part, seconds) in parts)
            Console.WriteLine($"  {part,-22} {seconds / sum,6:P1}");
        Tell("attention by products and softmax apart", () => AttendApart(projected, bias, mixed));
        Tell("libtorch's own products", () =>
        {
            projected.addmm_(normed, qkv.weight.t(), 0, 1);
            hidden.addmm_(mixed, o.weight.t(), 1, 1);
            first.addmm_(normed, wi.weight.t(), 0, 1).gelu_(GELU.Approximate.tanh);
            second.addmm_(normed, gate.weight.t(), 0, 1);
            hidden.addmm_(first, wo.weight.t(), 1, 1);
        });

        void Tell(string what, Action work) => Console.WriteLine($"  not taken: {what} {Seconds(work) / sum,6:P1}");
    });

    private static T5Linear Layer(int input, int output)
    {
        var layer = new T5Linear(input, output);
        layer.weight.copy_(rand(output, input));
        return layer;
    }

    private static FusedWeight Joined(T5Linear layer)
    {
        var weight = new FusedWeight(layer);
        weight.Join(isFinal: false);
        return weight;
    }

    private void Attend(Tensor projected, Tensor bias, Tensor mixed)
    {
        var heads = Heads(projected);
        var result = nn.functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], bias);
        mixed.view(Rows, Length, config.Heads, config.HeadSize).copy_(result.transpose(1, 2));
    }

    private void AttendApart(Tensor projected, Tensor bias, Tensor mixed)
    {
        var heads = Heads(projected);
        var result = matmul(matmul(heads[0], heads[1].transpose(-1, -2)).add_(bias).softmax(-1), heads[2]);
        mixed.view(Rows, Length, config.Heads, config.HeadSize).copy_(result.transpose(1, 2));
    }

    private Tensor Heads(Tensor projected) => projected.view(Rows, Length, 3, config.Heads, config.HeadSize).permute(2, 0, 3, 1, 4);

    // The best round, of one repetition: what disturbs a machine only ever slows it down.
    private static double Seconds(Action work) => Enumerable.Range(0, Rounds + 1).Select(_ => Spent.Of(() =>
    {
        for (int i = 0; i < Repeats; i++)
        {
            using var scope = NewDisposeScope();
            work();
        }
    })).Skip(1).Min(spent => spent.User + spent.System) / Repeats;
}
