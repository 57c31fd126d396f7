using System.Text.Json.Serialization;

namespace FusionFunctions.Experiments;

/// <summary>What models compute with while they are evaluated. Only <see cref="F32"/> gives FusionBench's answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Precision>))]
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    F32,

    /// <summary>float32, but a GPU rounds the factors of matrix products to ten bits of fraction.</summary>
    Tf32,

    /// <summary>bfloat16 weights and results.</summary>
    Bf16,
}
