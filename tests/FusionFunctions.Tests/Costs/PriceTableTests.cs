using FusionFunctions.Costs;
using FusionFunctions.Costs.Prices;
using FusionFunctions.Experiments;

namespace FusionFunctions.Tests.Costs;

public sealed class PriceTableTests
{
    [Fact]
    public void Default_says_what_was_measured_and_what_was_not()
    {
        Assert.Equal(
            [("t4", false), ("a100", false), ("cpu", true)],
            PriceTable.Default.Devices.Select(device => (device.Name, device.IsMeasured)));
        Assert.Equal(13.4, Planned.Device("cpu").PromptsPerSecond);
    }

    [Fact]
    public async Task Replaced_price_changes_its_line_alone()
    {
        var table = PriceTableReader.Read(Replace("vcpu_second: 0.000024", "vcpu_second: 1"), "mine.yaml");
        var use = await Planned.OfAsync(Planned.PageSized, "t4");

        var (before, after) = (Bill.Of(use, Planned.Device("t4"), PriceTable.Default.Prices), Bill.Of(use, Planned.Device("t4"), table.Prices));

        Assert.Equal(8 * use.ReplicaSeconds, after.Lines[1].Amount, 6);
        Assert.Equal(before.Lines.Where(line => line.Name != "vcpu"), after.Lines.Where(line => line.Name != "vcpu"));
    }

    [Fact]
    public async Task Replaced_speed_changes_the_hours()
    {
        var table = PriceTableReader.Read(Replace("prompts_per_second: 157", "prompts_per_second: 314"), "mine.yaml");

        var use = await Planned.OfAsync(Planned.PageSized, table.Devices[0], table, 1);

        Assert.True(use.Elapsed < (await Planned.OfAsync(Planned.PageSized, "t4", 1)).Elapsed);
    }

    [Theory]
    [InlineData("vcpu_second: 0.000024", "vcpu_seconds: 0.000024", "mine.yaml:14:3: 'prices' has no key 'vcpu_seconds'; did you mean 'vcpu_second'?")]
    [InlineData("vcpu_second: 0.000024", "vcpu_second: -1", "mine.yaml:14:16: 'vcpu_second' must be a number from 0 on, not the number -1; write vcpu_second: 0.05")]
    [InlineData("vcpu_second: 0.000024", "vcpu_second: cheap", "mine.yaml:14:16: 'vcpu_second' must be a number from 0 on, not the text 'cheap'; write vcpu_second: 0.05")]
    [InlineData("vcpu_second: 0.000024", "vcpu_second: .nan", "mine.yaml:14:16: 'vcpu_second' must be a number from 0 on, not the number .nan; write vcpu_second: 0.05")]
    [InlineData("  egress_gb: 0.087", "  egress_gb: 0.087\n  coffee: 1", "mine.yaml:29:3: 'prices' has no key 'coffee'; its keys are")]
    [InlineData("prompts_per_second: 157", "prompts_per_second: 0", "'prompts_per_second' must be a number greater than 0, not the number 0")]
    [InlineData("measured: true", "measured: perhaps", "'measured' must be true or false, not the text 'perhaps'")]
    [InlineData("  t4:", "  h100:", "'devices' has no key 'h100'")]
    [InlineData("currency: USD", "money: USD", "a price table has no key 'money'")]
    [InlineData("currency: USD", "", "the price table has no 'currency'")]
    [InlineData("merge_days: 30 ", "merge_day: 30 ", "'deployment' has no key 'merge_day'; did you mean 'merge_days'?")]
    public void Wrong_table_is_refused_with_place_and_remedy(string right, string wrong, string message)
    {
        var error = Assert.Throws<ExperimentException>(() => PriceTableReader.Read(Replace(right, wrong), "mine.yaml"));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Replace(string right, string wrong)
    {
        Assert.Contains(right, PriceTable.DefaultText, StringComparison.Ordinal);
        return PriceTable.DefaultText.Replace(right, wrong, StringComparison.Ordinal);
    }
}
