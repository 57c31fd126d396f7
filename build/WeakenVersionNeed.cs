using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Sets VER_FLG_WEAK on one entry of a 64-bit little-endian ELF library's .gnu.version_r, so that the dynamic linker
/// no longer refuses the library when the system's libstdc++ lacks that version. The result replaces the file by rename.
/// </summary>
public sealed class WeakenVersionNeed : Task
{
    private const uint SectionGnuVersionNeed = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    [Required]
    public string Library { get; set; }

    [Required]
    public string Version { get; set; }

    /// <summary>Leaves the library alone where this machine's libstdc++ has the version.</summary>
    public bool OnlyIfMissingHere { get; set; }

    public override bool Execute()
    {
        if (!File.Exists(Library) || (OnlyIfMissingHere && SystemProvides(Version)))
            return true;
        byte[] elf = File.ReadAllBytes(Library);
        int flags = FindFlags(elf);
        if (flags < 0 || (BitConverter.ToUInt16(elf, flags) & WeakFlag) != 0)
            return true;
        elf[flags] |= (byte)WeakFlag;
        // The output may be a hard link to the package's file: write a new file and rename it over the old one.
        string temporary = Library + ".weak";
        File.WriteAllBytes(temporary, elf);
        File.Delete(Library);
        File.Move(temporary, Library);
        Log.LogMessage(MessageImportance.Normal, "{0}: made the need for {1} weak", Library, Version);
        return true;
    }

    private static bool SystemProvides(string version)
    {
        foreach (string folder in new[] { "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib" })
        {
            string library = Path.Combine(folder, "libstdc++.so.6");
            if (File.Exists(library))
                return Encoding.ASCII.GetString(File.ReadAllBytes(library)).Contains(version);
        }
        return false;
    }

    private int FindFlags(byte[] elf)
    {
        long sections = BitConverter.ToInt64(elf, 0x28);
        int sectionSize = BitConverter.ToUInt16(elf, 0x3A);
        int sectionCount = BitConverter.ToUInt16(elf, 0x3C);
        for (int i = 0; i < sectionCount; i++)
        {
            int header = (int)sections + i * sectionSize;
            if (BitConverter.ToUInt32(elf, header + 4) != SectionGnuVersionNeed)
                continue;
            int strings = (int)BitConverter.ToInt64(elf, (int)sections + BitConverter.ToInt32(elf, header + 0x28) * sectionSize + 0x18);
            return FindFlags(elf, (int)BitConverter.ToInt64(elf, header + 0x18), strings);
        }
        return -1;
    }

    // Elf64_Verneed: version, count, file, aux, next. Elf64_Vernaux: hash, flags, other, name, next.
    private int FindFlags(byte[] elf, int need, int strings)
    {
        while (true)
        {
            int aux = need + BitConverter.ToInt32(elf, need + 8);
            for (int left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
            {
                if (StringAt(elf, strings + BitConverter.ToInt32(elf, aux + 8)) == Version)
                    return aux + 4;
                aux += BitConverter.ToInt32(elf, aux + 12);
            }
            int next = BitConverter.ToInt32(elf, need + 12);
            if (next == 0)
                return -1;
            need += next;
        }
    }

    private static string StringAt(byte[] bytes, int start)
    {
        return Encoding.ASCII.GetString(bytes, start, Array.IndexOf(bytes, (byte)0, start) - start);
    }
}
