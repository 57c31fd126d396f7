namespace FusionFunctions.Merging.Methods.Ties;

/// <summary>How far the selection of one model's k-th magnitude has come: one digit after each pass.</summary>
internal sealed class ModelSelection
{
    private long _nans;

    /// <summary>The digits that are known.</summary>
    public uint Prefix { get; private set; }

    /// <summary>Entries of smaller magnitude than any that begins with the known digits.</summary>
    public long Below { get; private set; }

    /// <summary>Entries whose magnitude begins with the known digits.</summary>
    public long Tied { get; private set; }

    /// <summary>The k-th magnitude, when all digits are known.</summary>
    public float Value => BitConverter.UInt32BitsToSingle(Prefix);

    /// <summary>Of so many entries, those that reach the value. Nothing is at least NaN, and NaN is at least nothing.</summary>
    public long Kept(long length) => float.IsNaN(Value) ? 0 : length - Below - _nans;

    /// <param name="digit">The digit that was counted.</param>
    /// <param name="histogram">Entries by that digit, of those that begin with the known digits.</param>
    /// <param name="k">1-based; 0 selects magnitude 0.</param>
    public void Advance(MagnitudeDigit digit, ReadOnlySpan<long> histogram, long k)
    {
        if (digit == MagnitudeDigit.All[0])
            _nans = histogram[digit.Of(MagnitudeDigit.NaN)];
        int selected = 0;
        for (; selected < histogram.Length - 1 && Below + histogram[selected] < k; selected++)
            Below += histogram[selected];
        Prefix = (Prefix << digit.Width) | (uint)selected;
        Tied = float.IsNaN(Value) && digit.Shift == 0 ? 0 : histogram[selected];
    }
}
