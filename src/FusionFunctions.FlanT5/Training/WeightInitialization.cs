using FusionFunctions.FlanT5.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Training;

/// <summary>Random weights as T5's authors draw them, each kind with its own spread. Source: Mesh TensorFlow's T5 initialisers.</summary>
internal static class WeightInitialization
{
    public static void Fill(T5Model model, Generator generator)
    {
        using var mode = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
            FillOne(model, name, parameter, generator);
    }

    private static void FillOne(T5Model model, string name, Parameter parameter, Generator generator)
    {
        var config = model.Config;
        string kind = name.Split('.')[^2];
        double spread = kind switch
        {
            "layer_norm" or "final_layer_norm" => 0,
            "shared" or "lm_head" => 1,
            "q" => Math.Pow((double)config.ModelSize * config.HeadSize, -0.5),
            "k" or "v" or "wi" or "wi_0" or "wi_1" or "relative_attention_bias" => Math.Pow(config.ModelSize, -0.5),
            "o" => Math.Pow(config.InnerSize, -0.5),
            "wo" => Math.Pow(config.FeedForwardSize, -0.5),
            _ => throw new ArgumentException($"No initialisation is known for '{name}'."),
        };
        if (spread == 0)
            parameter.fill_(KeptScalars.One);
        else
            parameter.normal_(0, spread, generator);
    }
}
