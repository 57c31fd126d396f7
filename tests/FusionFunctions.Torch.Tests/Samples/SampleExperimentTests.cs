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
        var catalog = new ExperimentCatalog(MergeMethods.Descriptions, KnownModelPools.All, KnownTaskPools.All, [.. GlueTasks.All.Select(task => task.Name)]);

        var experiment = ExperimentReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file, folder, catalog);

        Assert.NotNull(experiment.ModelPool.Pretrained);
        Assert.Equal(SampleFamily.FineTuned, experiment.ModelPool.FineTuned.Select(model => model.Name));
        Assert.Equal(GlueTasks.All.Select(task => task.Name), experiment.TaskPool.Tasks.Select(task => task.Name));
        Assert.Equal(["simple_average", "task_arithmetic", "ties_merging"], experiment.Methods.Select(method => method.Name).Distinct());
    }
}
