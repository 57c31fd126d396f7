using CsCheck;
using FusionFunctions.Checkpoints.Tensors;
using FusionFunctions.Merging;
using FusionFunctions.Merging.Inspection;
using FusionFunctions.Merging.Pools;
using FusionFunctions.Tests.Merging;

namespace FusionFunctions.Tests.Inspection;

public sealed class TaskVectorGeometryTests
{
    [Fact]
    public async Task ComputeAsync_gives_lengths_and_angles_over_all_tensors()
    {
        var geometry = await ComputeAsync([[1, 1], [1]], [[4, 1], [5]], [[1, 3], [1]], [[-2, 1], [-3]]);

        Assert.Equal(Math.Sqrt(3), geometry.BaseNorm);
        Assert.Equal([5, 2, 5], geometry.Norms);
        Assert.Equal([[1, 0, -1], [0, 1, 0], [-1, 0, 1]], geometry.Cosines);
    }

    [Fact]
    public async Task ComputeAsync_model_that_is_the_base_has_no_direction()
    {
        var geometry = await ComputeAsync([[1, 2]], [[1, 2]], [[3, 2]]);

        Assert.Equal([0, 2], geometry.Norms);
        Assert.Equal([[double.NaN, double.NaN], [double.NaN, 1]], geometry.Cosines);
    }

    [Fact]
    public async Task ComputeAsync_NaN_in_a_model_touches_no_other()
    {
        var geometry = await ComputeAsync([[0, 0]], [[float.NaN, 0]], [[3, 4]]);

        Assert.Equal([double.NaN, 5], geometry.Norms);
        Assert.Equal([[double.NaN, double.NaN], [double.NaN, 1]], geometry.Cosines);
    }

    [Fact]
    public async Task ComputeAsync_counts_tied_tensors_once_and_integers_never()
    {
        MemoryModel Model(string name, float value) => new MemoryModel(name)
            .With("ids", [value], dtype: TensorDType.I64)
            .With("shared", [value], aliases: ["embed"]);

        var geometry = await TaskVectorGeometry.ComputeAsync(new(Model("base", 0).Input, [Model("tuned", 3).Input]), TestContext.Current.CancellationToken);

        Assert.Equal(3, Assert.Single(geometry.Norms));
    }

    [Fact]
    public void ComputeAsync_any_models_equal_the_plain_sums() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4]).SelectMany(sizes => Gen.Float[-10, 10].Array[sizes.Item1].Array[sizes.Item2 + 1]).Sample(models =>
        {
            var geometry = ComputeAsync([.. models.Select(model => new[] { model })]).GetAwaiter().GetResult();
            double[][] vectors = [.. models.Skip(1).Select(model => model.Zip(models[0], (a, b) => (double)a - b).ToArray())];
            for (int i = 0; i < vectors.Length; i++)
            {
                Assert.Equal(Math.Sqrt(vectors[i].Sum(x => x * x)), geometry.Norms[i], 1e-9);
                for (int j = 0; j < vectors.Length; j++)
                {
                    Assert.Equal(geometry.Cosines[j][i], geometry.Cosines[i][j]);
                    if (geometry.Norms[i] == 0 || geometry.Norms[j] == 0)
                        Assert.Equal(double.NaN, geometry.Cosines[i][j]);
                    else
                        Assert.Equal(vectors[i].Zip(vectors[j], (a, b) => a * b).Sum(), geometry.Cosines[i][j] * geometry.Norms[i] * geometry.Norms[j], 1e-6);
                }
            }
        }, iter: 100);

    [Fact]
    public async Task ComputeAsync_long_tensors_are_read_in_slices()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 600_000)];
        var tuned = new MemoryModel("tuned").With("w", ones);
        var zero = new MemoryModel("base").With("w", new float[ones.Length]);

        var geometry = await TaskVectorGeometry.ComputeAsync(new(zero.Input, [tuned.Input]), TestContext.Current.CancellationToken);

        Assert.Equal(Math.Sqrt(ones.Length), Assert.Single(geometry.Norms));
        Assert.Equal((3, 3), (zero.Reads, tuned.Reads));
    }

    [Fact]
    public async Task ComputeAsync_other_architecture_is_refused() =>
        await Assert.ThrowsAsync<MergeException>(() => ComputeAsync([[1, 2]], [[1, 2, 3]]));

    [Fact]
    public async Task ComputeAsync_without_a_base_is_refused() =>
        await Assert.ThrowsAsync<MergeException>(() =>
            TaskVectorGeometry.ComputeAsync(new(null, [new MemoryModel("a").With("w", [1]).Input]), TestContext.Current.CancellationToken));

    private static Task<TaskVectorGeometry> ComputeAsync(params float[][][] models)
    {
        MergeInput[] inputs = [.. models.Select((tensors, i) => tensors.Select((values, j) => (values, j))
            .Aggregate(new MemoryModel($"m{i}"), (model, tensor) => model.With($"t{tensor.j}", tensor.values)).Input)];
        return TaskVectorGeometry.ComputeAsync(new(inputs[0], inputs[1..]), TestContext.Current.CancellationToken);
    }
}
