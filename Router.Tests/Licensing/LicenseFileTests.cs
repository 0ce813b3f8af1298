// What may lie where the licence is expected, and what is made of it.
using System.Diagnostics;
using System.Text;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseFileTests : IDisposable
{
    private static readonly Issuer Ours = new();
    private static readonly byte[] Valid = Ours.Sign(Issuer.Claims());

    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["license.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read()
    {
        File.WriteAllBytes(Path, Valid);

        Ours.Verifier.LicenseAt(Path).Value!.Id.Should().Be("lic-1");
    }

    [Theory]
    [InlineData("license.json")]
    [InlineData("nowhere/license.json")]
    [InlineData("a-file/license.json")]
    [InlineData("")]
    public void Nothing_is_missing(string name)
    {
        _folder.Write("a-file", "");

        Reason(name.Length == 0 ? "" : _folder[name]).Should().Be(LicenseReason.Missing);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(Path);

        Reason(Path).Should().Be(LicenseReason.NotAFile);
    }

    [Fact]
    public void A_name_that_no_system_takes_is_unreadable() => Reason(Path + '\0').Should().Be(LicenseReason.Unreadable);

    [UnixFact]
    public void Pipes_devices_and_sockets_are_no_files_and_nobody_waits_for_them()
    {
        using (var make = Process.Start("mkfifo", Path))
        {
            make.WaitForExit();
        }

        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder["socket"]));

        foreach (var path in new[] { Path, _folder["socket"], "/dev/null", "/dev/zero" })
        {
            Reason(path).Should().Be(LicenseReason.NotAFile, path);
        }
    }

    [UnixFact]
    public void A_link_inside_the_folder_is_followed_as_mounted_secrets_need_it()
    {
        Directory.CreateDirectory(_folder["..2026_11_01"]);
        File.WriteAllBytes(_folder["..2026_11_01/license.json"], Valid);
        Directory.CreateSymbolicLink(_folder["..data"], "..2026_11_01");
        File.CreateSymbolicLink(Path, System.IO.Path.Combine("..data", "license.json"));

        Ours.Verifier.LicenseAt(Path).Value.Should().NotBeNull();
    }

    [UnixFact]
    public void The_folder_itself_may_be_reached_through_a_link()
    {
        Directory.CreateDirectory(_folder["real"]);
        File.WriteAllBytes(_folder["real/license.json"], Valid);
        Directory.CreateSymbolicLink(_folder["linked"], _folder["real"]);

        Ours.Verifier.LicenseAt(_folder["linked/license.json"]).Value.Should().NotBeNull();
    }

    [UnixTheory]
    [InlineData("../elsewhere/license.json")]
    [InlineData("../elsewhere-too/license.json")]
    public void A_link_that_leaves_the_folder_is_not_followed(string target)
    {
        foreach (var other in new[] { "elsewhere", "elsewhere-too", "else" })
        {
            Directory.CreateDirectory(_folder[other]);
            File.WriteAllBytes(_folder[other + "/license.json"], Valid);
        }

        File.Delete(_folder["else/license.json"]);
        File.CreateSymbolicLink(_folder["else/license.json"], target);

        Reason(_folder["else/license.json"]).Should().Be(LicenseReason.NotAFile);
    }

    [UnixFact]
    public void A_link_to_nothing_is_missing_and_one_to_itself_unreadable()
    {
        File.CreateSymbolicLink(_folder["dangling"], "nothing");
        File.CreateSymbolicLink(_folder["circle"], "circle");

        Reason(_folder["dangling"]).Should().Be(LicenseReason.Missing);
        Reason(_folder["circle"]).Should().Be(LicenseReason.Unreadable);
    }

    [Theory]
    [InlineData(64 * 1024, LicenseReason.Layout)]
    [InlineData((64 * 1024) + 1, LicenseReason.TooLarge)]
    [InlineData(10 * 1024 * 1024, LicenseReason.TooLarge)]
    public void A_file_has_at_most_64_KiB(int bytes, object reason)
    {
        File.WriteAllBytes(Path, new byte[bytes]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Reason(Path).Should().Be((LicenseReason)reason);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(512 * 1024, "a large file is not read");
    }

    [UnixFact]
    public async Task What_is_swapped_while_it_is_read_is_the_old_or_the_new_or_refused()
    {
        await File.WriteAllBytesAsync(Path, Valid);
        var other = Ours.Sign(Issuer.Claims(claims => claims["jti"] = "lic-2"));
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
            {
                switch (turn % 4)
                {
                    case 0:
                        File.WriteAllBytes(_folder["new"], other);
                        break;
                    case 1:
                        File.WriteAllBytes(_folder["new"], Valid);
                        break;
                    case 2:
                        File.WriteAllBytes(_folder["new"], Encoding.ASCII.GetBytes("garbage"));
                        break;
                    default:
                        File.CreateSymbolicLink(_folder["new"], "/etc/passwd");
                        break;
                }

                File.Move(_folder["new"], Path, overwrite: true);
            }
        });

        for (var reading = 0; reading < 500; reading++)
        {
            var verified = Ours.Verifier.LicenseAt(Path);
            (verified.Value?.Id ?? verified.Refusal!.Reason.Word()).Should().BeOneOf("lic-1", "lic-2", "layout", "not_a_file");
        }

        await stop.CancelAsync();
        await swapping.Within();
    }

    private static LicenseReason? Reason(string path) => Ours.Verifier.LicenseAt(path).Refusal?.Reason;
}
