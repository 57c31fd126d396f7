using System.CommandLine;
using FusionFunctions.Compute.Devices;

namespace FusionFunctions.Cli;

/// <summary>The option that says where models run; see <see cref="ComputeDevice.Choose"/>.</summary>
internal static class DeviceOption
{
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--device") { Description = description };
        option.AcceptOnly(ComputeDevice.Choices);
        return option;
    }
}
