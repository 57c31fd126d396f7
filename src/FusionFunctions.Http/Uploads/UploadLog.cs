using Microsoft.Extensions.Logging;

namespace FusionFunctions.Http.Uploads;

/// <summary>What a host says of files that it is given.</summary>
internal static partial class UploadLog
{
    [LoggerMessage(6, LogLevel.Warning, "{File} cannot be run: {Reason}")]
    public static partial void Rejected(this ILogger log, string file, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{File} cannot be taken now and is tried again: {Reason}")]
    public static partial void Unreadable(this ILogger log, string file, string reason);
}
