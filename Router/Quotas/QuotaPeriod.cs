// The time that a quota is for: for ever, a calendar month, or a window that slides.
using System.Globalization;

namespace Router.Quotas;

/// <summary>
/// Use is kept in buckets of time: one for ever, one for each month (UTC), or one for each step of a window, a sixtieth of it. The
/// default is <see cref="Total"/>.
/// </summary>
internal readonly record struct QuotaPeriod
{
    /// <summary>The longest window.</summary>
    internal const long MostSeconds = 366 * 86_400;

    private const int StepsOfWindow = 60;
    private const long MonthLength = -1;
    private const string WindowWord = "window:";

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private QuotaPeriod(long length) => Length = length;

    /// <summary>All of time; its use is never given back.</summary>
    internal static QuotaPeriod Total => default;

    /// <summary>The calendar month in UTC.</summary>
    internal static QuotaPeriod Month => new(MonthLength);

    internal bool IsWindow => Length > 0;

    internal bool IsMonth => Length == MonthLength;

    /// <summary>Of a window: milliseconds.</summary>
    internal long Length { get; }

    /// <summary>Of a window: the milliseconds of one bucket.</summary>
    internal long Step => Length / StepsOfWindow;

    /// <summary>Of a window: a bucket that began this long before the present one, or longer, counts no more.</summary>
    internal long KeptFor => Length + Step;

    /// <summary>The word of the ledger: <c>total</c>, <c>month</c>, <c>window:3600</c>.</summary>
    internal string Word => IsWindow
        ? string.Create(CultureInfo.InvariantCulture, $"{WindowWord}{Length / 1000}")
        : IsMonth ? "month" : "total";

    /// <summary>The last <paramref name="seconds"/> seconds at any instant.</summary>
    internal static QuotaPeriod Window(long seconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, MostSeconds);
        return new QuotaPeriod(seconds * 1000);
    }

    /// <summary>Reads a <see cref="Word"/>.</summary>
    internal static bool TryParse(string word, out QuotaPeriod period)
    {
        period = word == "month" ? Month : Total;
        if (!word.StartsWith(WindowWord, StringComparison.Ordinal))
        {
            return word is "month" or "total";
        }

        var known = long.TryParse(word.AsSpan(WindowWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 1 and <= MostSeconds;
        period = known ? Window(seconds) : Total;
        return known;
    }

    /// <summary>When the bucket of a time begins; times are Unix milliseconds. A time out of any calendar is its first or last.</summary>
    internal long StartOf(long time)
    {
        var known = Math.Clamp(time, Earliest, Latest);
        if (IsWindow)
        {
            return known - (((known % Step) + Step) % Step);
        }

        return IsMonth ? MonthOf(known).ToUnixTimeMilliseconds() : 0;
    }

    /// <summary>When the month of a time ends.</summary>
    internal static long EndOfMonth(long time)
    {
        var month = MonthOf(Math.Clamp(time, Earliest, Latest));
        return month is { Year: 9999, Month: 12 } ? Latest : month.AddMonths(1).ToUnixTimeMilliseconds();
    }

    private static DateTimeOffset MonthOf(long time)
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return new DateTimeOffset(date.Year, date.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
