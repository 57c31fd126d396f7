using FusionFunctions.FlanT5.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>A low-rank change of a linear layer's weight while it is trained: W + s · B · A. Source: https://arxiv.org/abs/2106.09685.</summary>
/// <param name="A">[rank, input].</param>
/// <param name="B">[output, rank].</param>
/// <param name="Scaling">s, PEFT's lora_alpha / r.</param>
internal sealed record LoraUpdate(Parameter A, Parameter B, double Scaling)
{
    private readonly TorchSharp.Scalar _scaling = Scaling;

    /// <summary>Starts without effect: A random as PEFT has it, B zero.</summary>
    /// <param name="weight">[output, input].</param>
    /// <param name="settings">Rank and scaling.</param>
    /// <param name="generator">Makes A.</param>
    public static LoraUpdate Create(Tensor weight, LoraSettings settings, Generator generator)
    {
        using var mode = no_grad();
        var (output, input) = (weight.shape[0], weight.shape[1]);
        // Kept alive to the end, see KeptScalars.
        using TorchSharp.Scalar half = 0.5, width = 2 / Math.Sqrt(input);
        var a = rand(settings.Rank, input, generator: generator).sub_(half).mul_(width);
        return new(new Parameter(a), new Parameter(zeros(output, settings.Rank)), settings.Alpha / settings.Rank);
    }

    public Tensor ApplyTo(Tensor weight) => weight.Plus(mm(B, A).mul(_scaling));
}
