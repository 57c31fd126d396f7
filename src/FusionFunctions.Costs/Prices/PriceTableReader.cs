using FusionFunctions.Experiments.Documents;
using FusionFunctions.Experiments.Reading;

namespace FusionFunctions.Costs.Prices;

/// <summary>Reads a price table; every key must be there, so that no number comes from somewhere else unnoticed.</summary>
internal static class PriceTableReader
{
    private const string Remedy = "'fusion plan --write-prices FILE' writes a complete one";
    private static readonly string[] s_devices = ["t4", "a100", "cpu"];

    public static PriceTable Read(string text, string fileName)
    {
        var map = DocumentParser.ParseFile(text, fileName).AsMapping("a price table", $"keys and values; {Remedy}");
        map.AllowKeys("a price table", "as_of", "currency", "region", "prices", "deployment", "devices");
        return new(
            Text(map, "as_of"), Text(map, "currency"), Text(map, "region"),
            Prices(new NumberSection(map, "prices")), Deployment(new NumberSection(map, "deployment")), Devices(map));
    }

    private static string Text(MappingNode map, string key) =>
        map.Required(key, "the price table", $"{key}:; {Remedy}").AsText($"'{key}'", $"{key}: \"…\"");

    private static UnitPrices Prices(NumberSection section)
    {
        var prices = new UnitPrices(
            section.Price("vcpu_second"), section.Price("memory_gib_second"), section.Price("blob_gb_month"),
            section.Price("blob_writes_10k"), section.Price("blob_reads_10k"), section.Price("blob_lists_10k"),
            section.Price("queue_operations_10k"), section.Price("table_operations_10k"),
            section.Price("function_executions_million"), section.Price("function_gb_second"), section.Price("egress_gb"));
        section.RefuseOthers();
        return prices;
    }

    private static Deployment Deployment(NumberSection section)
    {
        var deployment = new Deployment(
            section.Price("cold_start_seconds"), section.Price("cool_down_seconds"),
            section.Speed("load_mb_per_second"), section.Speed("merge_mb_per_second"),
            section.Price("checkpoint_days"), section.Price("merge_days"),
            section.Speed("function_instances"), section.Speed("function_memory_gb"));
        section.RefuseOthers();
        return deployment;
    }

    private static List<DeviceProfile> Devices(MappingNode map)
    {
        var devices = map.Required("devices", "the price table", $"devices:; {Remedy}").AsMapping("'devices'", "t4:, a100: and cpu:");
        devices.AllowKeys("'devices'", s_devices);
        return devices.Entries.Count > 0
            ? [.. devices.Entries.Select(entry => Device(entry.Key, new NumberSection(devices, entry.Key)))]
            : throw devices.Place.Error("'devices' is empty", "add t4:, a100: or cpu:");
    }

    private static DeviceProfile Device(string name, NumberSection section)
    {
        var device = new DeviceProfile(
            name, section.Speed("prompts_per_second"), section.Flag("measured"), section.Text("source"),
            section.Speed("vcpus"), section.Speed("memory_gib"), section.Price("gpu_second"));
        section.RefuseOthers();
        return device;
    }
}
