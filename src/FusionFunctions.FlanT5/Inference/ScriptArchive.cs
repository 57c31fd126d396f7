using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace FusionFunctions.FlanT5.Inference;

/// <summary>
/// TorchScript modules without parameters, as torch.jit.save writes them. TorchSharp compiles scripts from text as well, but there a script sees
/// only the operators that libtorch calls its own.
/// </summary>
internal static class ScriptArchive
{
    // PROTO 2, EMPTY_TUPLE, STOP.
    private const string NoConstants = "\u0080\u0002).";
    private const string FormatVersion = "3\n";

    /// <param name="name">The module's class.</param>
    /// <param name="code">Of the class, in TorchScript's serialized form.</param>
    public static jit.ScriptModule Load(string name, string code)
    {
        // libtorch reads archives from files alone.
        string path = Path.Join(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Write(path, name, code);
            return jit.load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path, string name, string code)
    {
        using var archive = new ZipArchive(new FileStream(path, FileMode.CreateNew, FileAccess.Write), ZipArchiveMode.Create);
        Add("data.pkl", Instance(name));
        Add("constants.pkl", NoConstants);
        Add("version", FormatVersion);
        Add("code/__torch__.py", code.ReplaceLineEndings("\n"));

        void Add(string entry, string content)
        {
            using var stream = archive.CreateEntry($"script/{entry}", CompressionLevel.NoCompression).Open();
            stream.Write(Encoding.Latin1.GetBytes(content));
        }
    }

    // A pickle, protocol 2: an instance of the class whose state is {"training": False}.
    private static string Instance(string name) => $"\u0080\u0002c__torch__\n{name}\nq\0)\u0081}}(X\u0008\0\0\0trainingq\u0001\u0089ubq\u0002.";
}
