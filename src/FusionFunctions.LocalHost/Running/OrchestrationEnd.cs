using System.Text.Json;
using FusionFunctions.LocalHost.Journals;

namespace FusionFunctions.LocalHost.Running;

/// <param name="Result">What a successful orchestration returned.</param>
/// <param name="Error">What a failed one threw; null for a successful one.</param>
internal sealed record OrchestrationEnd(JsonElement Result, JournalError? Error);
