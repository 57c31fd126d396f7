using FusionFunctions.FlanT5.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

/// <summary>
/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − η · m̂ / (√v̂ + ε), where a hat divides by 1 − βᵗ.
/// TorchSharp has optimizers, but they do not keep their scalars alive (see <see cref="KeptScalars"/>).
/// Source: https://arxiv.org/abs/1412.6980, algorithm 1.
/// </summary>
internal sealed class Adam(IEnumerable<Parameter> parameters) : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private static readonly TorchSharp.Scalar s_beta1 = Beta1, s_fresh1 = 1 - Beta1, s_beta2 = Beta2, s_fresh2 = 1 - Beta2, s_epsilon = 1e-8;
    private readonly List<Moments> _moments = [.. parameters.Select(parameter => new Moments(parameter))];
    private int _step;

    public void ForgetGradients()
    {
        foreach (var (parameter, _, _) in _moments)
            parameter.grad?.zero_();
    }

    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        _step++;
        double unbiased1 = 1 - Math.Pow(Beta1, _step), unbiased2 = 1 - Math.Pow(Beta2, _step);
        using TorchSharp.Scalar back = -(learningRate / unbiased1), root = Math.Sqrt(unbiased2);
        foreach (var (parameter, mean, square) in _moments)
        {
            if (parameter.grad is not { } gradient)
                continue;
            mean.mul_(s_beta1).add_(gradient, s_fresh1);
            square.mul_(s_beta2).addcmul_(gradient, gradient, s_fresh2);
            parameter.addcdiv_(mean, square.sqrt().div(root).add_(s_epsilon, KeptScalars.One), back);
        }
    }

    public void Dispose()
    {
        foreach (var (_, mean, square) in _moments)
        {
            mean.Dispose();
            square.Dispose();
        }
    }

    private sealed record Moments(Parameter Parameter, Tensor Mean, Tensor Square)
    {
        public Moments(Parameter parameter)
            : this(parameter, zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope())
        {
        }
    }
}
