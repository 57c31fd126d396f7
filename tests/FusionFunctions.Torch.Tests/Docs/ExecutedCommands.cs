using FusionFunctions.Torch.Tests.Dev;
using FusionFunctions.Torch.Tests.Packaging;

namespace FusionFunctions.Torch.Tests.Docs;

/// <summary>Where each command of the pages is executed. What no test can execute stands in docs/testing.md instead, with what it needs.</summary>
internal static class ExecutedCommands
{
    private static readonly Execution s_mainJob =
        new Execution.ByContinuousIntegration("dotnet run -c Release --project src/FusionFunctions.Cli -- run samples/mini-glue.yaml");

    private static readonly Execution s_tests = new Execution.ByContinuousIntegration("dotnet test FusionFunctions.sln");

    private static readonly Execution s_tool =
        new Execution.ByTest(typeof(ToolPackageTests), nameof(ToolPackageTests.Installed_tool_runs_the_sample_to_the_leaderboard_of_the_build));

    private static readonly Execution s_localCloud = new Execution.ByTest(
        typeof(DevProcessTests),
        nameof(DevProcessTests.Sample_that_is_submitted_ends_in_the_leaderboard_of_a_run_alone_and_an_interruption_leaves_no_process));

    private static readonly Execution s_queue =
        new Execution.ByTest(typeof(QueueCommandTests), nameof(QueueCommandTests.Worker_and_run_meet_in_the_store_and_queue_of_the_environment));

    private static readonly Execution s_server = new Execution.ByTest(typeof(ServedCommandTests), nameof(ServedCommandTests.Command_ends_with_0));

    private static readonly Execution s_printed = new Execution.ByTest(typeof(PrintedOutputTests), nameof(PrintedOutputTests.Command_prints_what_the_page_shows));

    public static IReadOnlyDictionary<string, Execution> All { get; } = new Dictionary<string, Execution>
    {
        ["dotnet run -c Release --project src/FusionFunctions.Cli -- run samples/mini-glue.yaml"] = s_mainJob,
        ["dotnet run -c Release --project src/FusionFunctions.Cli --"] = s_mainJob,
        ["dotnet test FusionFunctions.sln"] = s_tests,
        ["dotnet test tests/FusionFunctions.Tests --filter \"FullyQualifiedName~Tests.Storage\""] = s_tests,
        ["npm install --prefix .azurite azurite@3.35.0"] =
            new Execution.ByContinuousIntegration("npm install --no-audit --no-fund --prefix .azurite azurite@3.35.0"),
        ["dotnet build src/FusionFunctions.App"] = new Execution.ByContinuousIntegration("dotnet build src/FusionFunctions.App"),

        ["dotnet pack src/FusionFunctions.Cli -o packages"] = s_tool,
        ["dotnet tool install FusionFunctions.Tool --tool-path tool --add-source packages"] = s_tool,
        ["tool/fusion run samples/mini-glue.yaml"] = s_tool,

        ["fusion dev"] = s_localCloud,
        ["fusion run samples/mini-glue.yaml"] = s_localCloud,
        ["fusion submit samples/mini-glue.yaml --watch"] = s_localCloud,
        [".azurite/node_modules/.bin/azurite --silent --skipApiVersionCheck --location .azurite/data &"] = s_localCloud,

        ["fusion worker"] = s_queue,
        ["fusion run experiment.yaml --store env:FUSION_STORE --queue env:FUSION_QUEUE"] = s_queue,
        ["fusion worker --store UseDevelopmentStorage=true --queue UseDevelopmentStorage=true &"] = s_queue,
        ["fusion run samples/mini-glue.yaml --store UseDevelopmentStorage=true --queue UseDevelopmentStorage=true"] = s_queue,

        ["fusion merge my-merge.yaml --output merged"] = new Execution.Here(),
        ["fusion merge merge.yml --output DIR"] = new Execution.Here(),
        ["fusion run samples/mini-glue-lora.yaml"] = new Execution.Here("fusion run samples/mini-glue-lora.yaml --limit 1"),
        ["fusion experiments init"] = new Execution.Here(),
        ["fusion experiments init page && for file in page/*.yaml; do fusion run \"$file\"; done"] =
            new Execution.Here("fusion experiments init page && for file in page/base-individual.yaml; do fusion run \"$file\"; done"),
        ["fusion leaderboard RUN"] = new Execution.Here("fusion leaderboard $RUN"),

        ["fusion bench key=value …"] = new Execution.Here("fusion bench modelpool=Seq2SeqLMPool/flan-t5-base_glue taskpool=flan-t5_glue_text_generation fast_dev_run=true"),
        ["fusion bench method=task_arithmetic method.scaling_factor=0.3 modelpool=Seq2SeqLMPool/flan-t5-base_glue taskpool=flan-t5_glue_text_generation report_save_path=outputs/task-arithmetic.json"] =
            new Execution.Here(),
        ["fusion table REPORT.json …"] = new Execution.Here("fusion table outputs/sweep/0.3.json"),
        ["fusion table outputs/*.json"] = new Execution.Here(),
        ["fusion table --format csv outputs/sweep/*.json"] = new Execution.Here(),

        ["fusion methods list"] = new Execution.Here(),
        ["fusion catalog list"] = new Execution.Here(),
        ["fusion catalog show NAME"] = new Execution.Here("fusion catalog show rte"),
        ["fusion inspect POOL"] = new Execution.Here("fusion inspect Seq2SeqLMPool/flan-t5-base_glue"),
        ["fusion inspect MODEL [MORE…]"] = new Execution.Here("fusion inspect google/flan-t5-base samples/mini-glue/glue-cola"),
        ["fusion inspect samples/mini-glue/base samples/mini-glue/glue-rte samples/mini-glue/glue-stsb"] = s_printed,
        ["fusion extract-lora MODEL --base BASE --output DIR"] =
            new Execution.Here("fusion extract-lora samples/mini-glue/glue-cola --base samples/mini-glue/base --output cola-lora"),
        ["fusion extract-lora samples/mini-glue/glue-rte --base samples/mini-glue/base --rank 8 --output rte-lora"] = new Execution.Here(),

        ["fusion cache list"] = new Execution.Here(),
        ["fusion cache verify"] = new Execution.Here(),
        ["fusion cache prune NAME"] =
            new Execution.Here("fusion inspect tanganke/flan-t5-base_glue-stsb && fusion cache prune tanganke/flan-t5-base_glue-stsb"),
        ["fusion cache prune --older-than DAYS"] = new Execution.Here("fusion cache prune --older-than 7"),
        ["fusion cache prune --all"] = new Execution.Here(),

        ["fusion plan FILE --cost"] = new Execution.Here("fusion plan experiment.yaml --cost"),
        ["fusion plan EXPERIMENT.yaml --cost"] = new Execution.Here("fusion plan experiment.yaml --cost"),
        ["fusion plan samples/page-sized.yaml --cost"] = new Execution.Here(),
        ["fusion plan --write-prices prices.yaml"] = new Execution.Here(),
        ["fusion plan samples/page-sized.yaml --cost --device t4 --replicas 16 --set 'methods.task_arithmetic.scaling_factor={from: 0.0, to: 0.997, step: 0.001}'"] =
            new Execution.Here("fusion plan samples/page-sized.yaml --cost --device t4 --replicas 16 --set 'methods.task_arithmetic.scaling_factor={from: 0.0, to: 0.007, step: 0.001}'"),

        ["fusion serve --store ./fusion-store"] = s_server,
        ["key=$(cat .fusion/api-key)"] = new Execution.Served(),
        ["curl -i -H \"x-functions-key: $key\" -H 'content-type: application/yaml' --data-binary @experiment.yaml localhost:7071/api/experiments"] =
            new Execution.Served("curl -sSf -i -H \"x-functions-key: $(cat .fusion/api-key)\" -H 'content-type: application/yaml' --data-binary @experiment.yaml $FUSION_URL/api/experiments"),
        ["curl -H \"x-functions-key: $key\" -H 'accept: text/markdown' localhost:7071/api/experiments/ID/leaderboard"] =
            new Execution.Served("fusion watch $RUN && curl -sSf -H \"x-functions-key: $(cat .fusion/api-key)\" -H 'accept: text/markdown' $FUSION_URL/api/experiments/$RUN/leaderboard"),
        ["fusion submit FILE"] = new Execution.Served("fusion submit experiment.yaml"),
        ["fusion submit experiment.yaml --watch"] = new Execution.Served(),
        ["fusion status"] = new Execution.Served(),
        ["fusion status RUN"] = new Execution.Served("fusion status $RUN"),
        ["fusion watch RUN"] = new Execution.Served("fusion watch $RUN"),
        ["fusion cancel RUN"] = new Execution.ByTest(typeof(Remote.RemoteCommandTests), nameof(Remote.RemoteCommandTests.Run_that_is_cancelled_ends_its_watch_with_an_error)),
        ["fusion leaderboard RUN --url ADDRESS"] = new Execution.Served("fusion watch $RUN && fusion leaderboard $RUN --url $FUSION_URL"),
    };
}
