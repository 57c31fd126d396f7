using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Modules;

/// <summary>A linear layer without bias; its weight is left as allocated, to be read from a checkpoint or initialised for training.</summary>
internal sealed class T5Linear : nn.Module<Tensor, Tensor>
{
    public readonly Parameter weight;

    public T5Linear(int inputSize, int outputSize)
        : base(nameof(T5Linear))
    {
        weight = new Parameter(empty(outputSize, inputSize));
        RegisterComponents();
    }

    /// <summary>Set while an adapter is trained. Not one of the model's own parameters.</summary>
    public LoraUpdate? Update { get; set; }

    /// <summary>With the update, where there is one.</summary>
    public Tensor CurrentWeight => Update is null ? weight : Update.ApplyTo(weight);

    /// <summary>Frees the weight: from now on only what was laid out for inference can be used.</summary>
    public void LetGo()
    {
        using var mode = no_grad();
        using var nothing = empty(0, weight.shape[1]);
        weight.set_(nothing);
    }

    public override Tensor forward(Tensor input) => nn.functional.linear(input, CurrentWeight);
}
