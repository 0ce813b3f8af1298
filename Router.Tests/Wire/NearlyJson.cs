// JSON with a few bytes changed.
using System.Text;

namespace Router.Tests.Wire;

/// <summary>What a property holds two readers of JSON against each other with.</summary>
internal static class NearlyJson
{
    private const int MostChanges = 4;

    private static readonly string[] Seeds =
    [
        """{"model":"m","messages":[{"role":"user","content":"h\u00e9 \ud83d\ude00 \\ \" x"}],"n":-1.5e3,"t":true,"f":false,"z":null}""",
        """ { "a" : { "b" : [ [ ] , { } , 0 ] } , "" : "" , "ä" : "😀 and a text that is longer than one step, with its quote \" late" } """,
        """[1,-0,0.5,1e9,1E+9,2e-7,{"a":3},[[[["x"],{"y":[]}]]]]""",
        "{}",
        "\"text\"",
        "-12.75",
        "true",
    ];

    /// <summary>A text of every kind of value.</summary>
    public static string Whole => Seeds[0];

    /// <param name="seed">Which text.</param>
    /// <param name="changes">Where a byte is put in, taken out or replaced; only the first few count, null none.</param>
    public static byte[] Of(byte seed, (ushort At, byte Value, byte Kind)[]? changes)
    {
        var text = Encoding.UTF8.GetBytes(Seeds[seed % Seeds.Length]).ToList();
        foreach (var (at, value, kind) in (changes ?? []).Take(MostChanges))
        {
            var index = at % (text.Count + 1);
            var noise = (value % 4) == 0 ? value : (byte)"{}[]:,\"\\ \n\tntfue019.-+eE/"[value % 25];
            switch (kind % 3)
            {
                case 0:
                    text.Insert(index, noise);
                    break;
                case 1 when index < text.Count:
                    text.RemoveAt(index);
                    break;
                case 2 when index < text.Count:
                    text[index] = noise;
                    break;
            }
        }

        return text.ToArray();
    }
}
