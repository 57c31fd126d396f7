using FusionFunctions.Benchmarks.Evaluation;
using FusionFunctions.Benchmarks.Memory;
using FusionFunctions.Benchmarks.Merging;

const string Usage = "Usage: FusionFunctions.Benchmarks merge|methods|evaluate|memory [--quick] [--json FILE]";

if (args is [FolderHub.Verb, var folder, .. var size])
{
    await FolderHub.RunAsync(folder, quick: size.Length > 0);
    return 0;
}
if (args is not [var what, .. var options] || what is not ("merge" or "methods" or "evaluate" or "memory"))
    return Refuse(Usage);
bool quick = false;
string? json = null;
for (int i = 0; i < options.Length; i++)
{
    if (options[i] == "--quick")
        quick = true;
    else if (options[i] == "--json" && i + 1 < options.Length)
        json = options[++i];
    else
        return Refuse($"There is no option '{options[i]}', or it lacks its value. {Usage}");
}
if (what == "merge")
    await MergeBenchmark.RunAsync(quick, json, CancellationToken.None);
else if (what == "methods")
    await MethodsBenchmark.RunAsync(quick, json, CancellationToken.None);
else if (what == "memory")
    await MemoryBenchmark.RunAsync(quick, json, CancellationToken.None);
else
    await EvaluateBenchmark.RunAsync(quick, json, CancellationToken.None);
return 0;

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}
