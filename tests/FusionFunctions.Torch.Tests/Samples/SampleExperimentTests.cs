using FusionFunctions.Experiments;
using FusionFunctions.Experiments.Catalog;
using FusionFunctions.Glue.Tasks;
using FusionFunctions.Merging;
using FusionFunctions.Tests.Reference;

namespace FusionFunctions.Torch.Tests.Samples;

public sealed class SampleExperimentTests
{
    [Fact]
    public async Task Sample_experiment_names_the_family_and_all_tasks()
    {
        string folder = Path.Combine(ReferenceData.RepositoryRoot, "samples"), file = Path.Combine(folder, "mini-glue.yaml");
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        string[] tasks = [.. GlueTasks.All.Select(task => task.Name)];

        var experiment = ExperimentReader.Read(
            text, file, folder, new(MergeMethods.Descriptions, KnownModelPools.All, KnownTaskPools.All, tasks));

        Assert.NotNull(experiment.ModelPool.Pretrained);
        Assert.Equal(SampleFamily.FineTuned, experiment.ModelPool.FineTuned.Select(model => model.Name));
        Assert.Equal(tasks, experiment.TaskPool.Tasks.Select(task => task.Name));
        Assert.Equal(["simple_average", "task_arithmetic", "ties_merging"], experiment.Methods.Select(method => method.Name).Distinct());
    }
}
