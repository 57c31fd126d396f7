using FusionFunctions.Checkpoints.Folders;
using FusionFunctions.Checkpoints.Tensors;

namespace FusionFunctions.T5Format.Configuration;

/// <summary>What a checkpoint's model looks like, found out without reading any weights.</summary>
public static class T5Architecture
{
    /// <param name="config">The checkpoint's.</param>
    /// <param name="tensors">Their names and shapes alone are looked at.</param>
    /// <exception cref="T5FormatException">There is no config, it is not that of a T5 model, or the weights do not fit its sizes.</exception>
    public static T5Config Of(CheckpointConfig? config, ITensorReader tensors)
    {
        var architecture = T5ConfigReader.Read(config
            ?? throw new T5FormatException($"{tensors.Name}: has no {ModelFiles.Config}, which says what the model looks like. Copy it from the original model."));
        ConfigFit.Require(architecture, tensors);
        return architecture;
    }
}
