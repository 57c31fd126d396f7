using System.Text.Json;
using FusionFunctions.Checkpoints.Digests;
using FusionFunctions.Experiments.Digests;

namespace FusionFunctions.Pipeline.Compute.Queued;

/// <summary>Names a request by its content, whichever run asks for it.</summary>
public static class ComputeRequestId
{
    /// <summary>sha256, lower-case hex.</summary>
    public static string Of(ComputeRequest request) =>
        ContentDigest.Of(JsonSerializer.SerializeToNode(request with { Run = "" }, JsonSerializerOptions.Web));

    /// <summary>Messages come from outside: what is no id must not become part of a path.</summary>
    public static bool IsValid(string text) => HexDigest.IsSha256(text);
}
