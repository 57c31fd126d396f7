using System.Text;

namespace FusionFunctions.Experiments.Documents;

/// <summary>The bytes of an experiment file as text.</summary>
internal static class ExperimentText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string ReadFile(string path)
    {
        try
        {
            // Opening a pipe waits for whoever writes into it; its length is 0, and so it counts as an empty file.
            if ((File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true, Length: 0 })
                return "";
            using var file = File.OpenRead(path);
            // One byte more than allowed shows that there are too many.
            byte[] bytes = new byte[DocumentText.MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Decode(bytes.AsSpan(0, length), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Place(path).Error("there is no such file", "check the path", e);
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(path))
        {
            throw new Place(path).Error("this is a folder", "name the file in it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new Place(path).Error(
                $"the file cannot be read: {e.Message.TrimEnd('.')}", "check the path and who may read it", e);
        }
    }

    /// <param name="utf8">The file's content, or more than <see cref="DocumentText.MaxBytes"/> of it.</param>
    /// <param name="fileName">As messages show it.</param>
    public static string Decode(ReadOnlySpan<byte> utf8, string fileName)
    {
        if (utf8.Length > DocumentText.MaxBytes)
            throw new Place(fileName).Error(
                $"the file is longer than {DocumentText.MaxBytes} bytes", "an experiment needs a few lines; is this the right file?");
        try
        {
            return s_strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new Place(fileName).Error($"the file is not UTF-8 at byte {e.Index}", "save it as UTF-8", e);
        }
    }
}
