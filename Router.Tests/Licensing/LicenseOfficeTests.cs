// What others are told of the licence in force.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Configuration;
using Router.Licensing;
using Router.Storage;
using Router.Tests.Functional;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseOfficeTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_change_that_could_not_reach_everybody_is_told_again_by_the_next_look()
    {
        using var office = Open();
        var told = new List<LicenseState>();
        office.Changed += standing =>
        {
            told.Add(standing.Judgement.State);
            if (told.Count == 1)
            {
                throw new SqliteException("database is locked", 5);
            }
        };
        _clock.Advance(TimeSpan.FromDays(400));

        office.Look();
        office.Look();
        office.Look();

        told.Should().Equal(LicenseState.Expired, LicenseState.Expired);
    }

    [Fact]
    public void A_request_learns_that_the_licence_has_ended_and_tells_nobody_itself()
    {
        using var office = Open();
        var told = 0;
        office.Changed += _ => told++;

        _clock.Advance(TimeSpan.FromDays(400));

        office.Current.Judgement.State.Should().Be(LicenseState.Expired);
        told.Should().Be(0, "whoever is told writes to the database, which a request does not wait for");
        office.Look();
        told.Should().Be(1);
    }

    private LicenseOffice Open()
    {
        var issuer = new Issuer();
        File.WriteAllBytes(_folder["license.json"], issuer.Sign(LicenseWorld.Claims()));
        File.WriteAllBytes(_folder["trusted.json"], issuer.PublicJwk);
        var yaml = RouterConfigText.Of("http://127.0.0.1:9", "chat").Split('\n').Where(line => !line.StartsWith("license:", StringComparison.Ordinal));
        var text = "license: { path: license.json, trusted_keys: [trusted.json], environment: development }\n" + string.Join('\n', yaml);
        var loaded = ConfigurationLoader.LoadText(text, _folder.Path, name => name.StartsWith("ROUTER_", StringComparison.Ordinal) ? "http://127.0.0.1:0" : null);
        var snapshot = loaded.Snapshot ?? throw new InvalidOperationException(string.Join("; ", loaded.Problems));
        var database = new SqliteDatabase(_folder["ledger.db"]);
        using (var connection = database.OpenWriter())
        {
            Migrations.Apply(connection);
        }

        var book = LicenseBook.Open(database);
        return new LicenseOffice(
            new ConfigurationState(snapshot), TrustedKeys.Load(snapshot.License.TrustedKeys).Keys!, book, new LicenseWatch(_clock, book.ClockMark),
            loopbackOnly: true, _clock, NullLogger<LicenseOffice>.Instance);
    }
}
