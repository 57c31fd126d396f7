using System.Text.Json;
using FusionFunctions.Pipeline.Orchestration;

namespace FusionFunctions.LocalHost.Running;

internal delegate Task<JsonElement> OrchestratorCall(IOrchestrationContext context, JsonElement input, Payloads payloads);

internal delegate Task<JsonElement> ActivityCall(JsonElement input, Payloads payloads, CancellationToken cancellationToken);
