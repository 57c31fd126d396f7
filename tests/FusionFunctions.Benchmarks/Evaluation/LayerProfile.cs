using FusionFunctions.FlanT5.Configuration;
using FusionFunctions.FlanT5.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.Benchmarks.Evaluation;

/// <summary>Where one encoder layer's time goes, on one core, by processor time: the operations of inference on their own, and one that was not taken.</summary>
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
        var (model, inner, wide) = (config.ModelSize, config.InnerSize, config.FeedForwardSize);
        var (hidden, normed, mixed) = (zeros(Tokens, model), zeros(Tokens, model), zeros(Tokens, inner));
        var (projected, gated) = (zeros(Tokens, 3 * inner), zeros(Tokens, 2 * wide));
        var (qkv, o, wi, wo) = (ones(3 * inner, model).t(), ones(model, inner).t(), ones(2 * wide, model).t(), ones(model, wide).t());
        var (first, second) = (gated.slice(1, 0, wide, 1), gated.slice(1, wide, 2 * wide, 1));
        var bias = zeros(1, config.Heads, Length, Length);
        using var norm = new T5LayerNorm(model, config.LayerNormEpsilon);
        (string Part, double Seconds)[] parts =
        [
            ("matrix products", Seconds(() =>
            {
                projected.addmm_(normed, qkv, 0, 1);
                hidden.addmm_(mixed, o, 0, 1);
                gated.addmm_(normed, wi, 0, 1);
                hidden.addmm_(first, wo, 0, 1);
            })),
            ("attention within rows", Seconds(() => Attend(projected, bias, mixed))),
            ("activation and gate", Seconds(() => first.gelu_(GELU.Approximate.tanh).mul_(second))),
            ("norms", 2 * Seconds(() => norm.Infer(hidden, normed))),
        ];
        double sum = parts.Sum(part => part.Seconds);
        Console.WriteLine($"an encoder layer over {Rows} rows of {Length} tokens, {sum * 1e3:F0} ms on one core:");
        foreach (var (part, seconds) in parts)
            Console.WriteLine($"  {part,-22} {seconds / sum,6:P1}");
        Console.WriteLine($"  not taken: attention by products and softmax apart {Seconds(() => AttendApart(projected, bias, mixed)) / sum,6:P1}");
    });

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
