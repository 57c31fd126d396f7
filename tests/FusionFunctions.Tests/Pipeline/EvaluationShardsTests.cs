using CsCheck;
using FusionFunctions.Pipeline.Evaluations;

namespace FusionFunctions.Tests.Pipeline;

public sealed class EvaluationShardsTests
{
    private static readonly Gen<int[]> s_prompts = Gen.Int[1, 3000].Array[0, 500];

    [Fact]
    public void Cut_shards_differ_by_less_than_a_prompt() => s_prompts.Sample(prompts =>
    {
        int[] shards = [.. EvaluationShards.Cut(prompts)];
        Assert.Equal(prompts.Length, shards.Sum());
        int first = 0;
        foreach (int rows in shards.SkipLast(1))
        {
            int characters = prompts.Skip(first).Take(rows).Sum();
            Assert.InRange(characters, EvaluationShards.Characters, EvaluationShards.Characters + prompts.Max() - 1);
            first += rows;
        }
    });

    [Fact]
    public void Cut_fewer_rows_only_shortens_the_last_shard() => Gen.Select(s_prompts, Gen.Int[0, 500]).Sample((prompts, limit) =>
    {
        int[] all = [.. EvaluationShards.Cut(prompts)];
        int[] limited = [.. EvaluationShards.Cut(prompts.Take(limit))];
        Assert.Equal(all.Take(Math.Max(0, limited.Length - 1)), limited.SkipLast(1));
    });
}
