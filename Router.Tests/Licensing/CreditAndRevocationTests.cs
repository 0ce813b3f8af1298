// Credit notes and revocation lists: the same envelope, other claims, and never one for the other.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class CreditAndRevocationTests
{
    private static readonly Issuer Ours = new();

    [Fact]
    public void A_credit_note_says_what_it_adds()
    {
        var note = Ours.Verifier.Credit(Ours.Sign(Credit(), EnvelopeType.Credit)).Value!;

        (note.Id, note.LicenseId, note.CustomerId, note.Requests, note.Tokens).Should().Be(("crd-1", "lic-1", "acme", 500, 0));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"requests\":0}")]
    [InlineData("{\"requests\":-5}")]
    [InlineData("{\"requests\":1.5}")]
    [InlineData("{\"usd\":5}")]
    [InlineData("{\"requests\":5,\"month\":5}")]
    [InlineData("5")]
    public void A_credit_note_that_adds_nothing_known_is_refused(string adds)
    {
        var claims = Credit();
        claims["adds"] = JsonNode.Parse(adds);

        Ours.Verifier.Credit(Ours.Sign(claims, EnvelopeType.Credit)).Refusal!.Reason.Should().Be(LicenseReason.Claims);
    }

    [Fact]
    public void Every_claim_of_a_credit_note_and_of_a_list_must_be_there_and_no_other()
    {
        foreach (var (claims, type) in new[] { (Credit(), EnvelopeType.Credit), (Revocations(), EnvelopeType.Revocations) })
        {
            foreach (var name in claims.Select(claim => claim.Key).Where(name => name != "next_update").ToList())
            {
                var less = claims.DeepClone().AsObject();
                less.Remove(name);
                Reason(Ours.Sign(less, type), type).Should().Be(LicenseReason.Claims, $"{name} is missing");
            }

            var more = claims.DeepClone().AsObject();
            more["surprise"] = 1;
            Reason(Ours.Sign(more, type), type).Should().Be(LicenseReason.Claims);
            Reason(Ours.Sign(claims, type), type).Should().BeNull();
        }
    }

    [Fact]
    public void One_kind_is_never_taken_for_another()
    {
        foreach (var signed in Enum.GetValues<EnvelopeType>())
        {
            var file = Ours.Sign(signed switch
            {
                EnvelopeType.License => Issuer.Claims(),
                EnvelopeType.Credit => Credit(),
                EnvelopeType.Revocations => Revocations(),
            }, signed);
            foreach (var wanted in Enum.GetValues<EnvelopeType>())
            {
                Reason(file, wanted).Should().Be(signed == wanted ? null : LicenseReason.Type);
            }
        }
    }

    [Fact]
    public void A_credit_note_adds_only_to_its_licence_of_its_customer_in_its_time()
    {
        var terms = Ours.Terms();
        var note = Ours.Verifier.Credit(Ours.Sign(Credit(), EnvelopeType.Credit)).Value!;

        note.FateFor(terms, Issuer.Start).Should().Be(CreditFate.Applies);
        note.FateFor(terms, note.ExpiresAt).Should().Be(CreditFate.Applies);
        note.FateFor(terms, note.ExpiresAt + 1).Should().Be(CreditFate.TooLate);
        note.FateFor(terms with { Id = "lic-2" }, Issuer.Start).Should().Be(CreditFate.OtherLicense);
        note.FateFor(terms with { CustomerId = "other" }, Issuer.Start).Should().Be(CreditFate.OtherCustomer);
    }

    [Fact]
    public void A_key_that_may_not_sign_a_licence_may_not_add_to_it_either()
    {
        var small = new Issuer(Issuer.Scope(environments: ["development"]));
        var note = small.Verifier.Credit(small.Sign(Credit(), EnvelopeType.Credit)).Value!;

        note.FateFor(Ours.Terms(), Issuer.Start).Should().Be(CreditFate.KeyScope);
    }

    [Fact]
    public void A_list_says_who_ended_and_when()
    {
        var list = Ours.Verifier.Revocations(Ours.Sign(Revocations(), EnvelopeType.Revocations), "production").Value!;

        list.Epoch.Should().Be(3);
        list.NextUpdate.Should().Be(Issuer.Start + Issuer.Day);
        list.Entries.Should().Equal(
            new RevocationEntry("lic-9", null, RevocationStatus.Suspended, "unpaid", Issuer.Start),
            new RevocationEntry(null, "some-kid", RevocationStatus.Cancelled, "", Issuer.Start));
    }

    [Theory]
    [InlineData("""{ "status": "revoked", "effective": 5 }""")]
    [InlineData("""{ "jti": "a", "kid": "b", "status": "revoked", "effective": 5 }""")]
    [InlineData("""{ "jti": "a", "status": "gone", "effective": 5 }""")]
    [InlineData("""{ "jti": "a", "status": "revoked" }""")]
    [InlineData("""{ "jti": "a", "status": "revoked", "effective": "now" }""")]
    [InlineData("""{ "jti": "a", "status": "revoked", "effective": 5, "note": "x" }""")]
    [InlineData("5")]
    public void An_entry_of_another_form_refuses_the_list(string entry)
    {
        var claims = Revocations();
        claims["entries"]!.AsArray().Add(JsonNode.Parse(entry));

        Reason(Ours.Sign(claims, EnvelopeType.Revocations), EnvelopeType.Revocations).Should().Be(LicenseReason.Claims);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("\"1\"")]
    public void An_epoch_is_a_whole_number_from_1_on(string epoch)
    {
        var claims = Revocations();
        claims["epoch"] = JsonNode.Parse(epoch);

        Reason(Ours.Sign(claims, EnvelopeType.Revocations), EnvelopeType.Revocations).Should().Be(LicenseReason.Claims);
    }

    [Fact]
    public void A_key_that_signs_nothing_for_a_deployment_can_end_nothing_there()
    {
        var small = new Issuer(Issuer.Scope(environments: ["development"]));
        var file = small.Sign(Revocations(), EnvelopeType.Revocations);

        small.Verifier.Revocations(file, "production").Refusal!.Reason.Should().Be(LicenseReason.KeyScope);
        small.Verifier.Revocations(file, "development").Value.Should().NotBeNull();
    }

    private static LicenseReason? Reason(byte[] file, EnvelopeType type) => (type switch
    {
        EnvelopeType.License => Ours.Verifier.License(file).Refusal,
        EnvelopeType.Credit => Ours.Verifier.Credit(file).Refusal,
        EnvelopeType.Revocations => Ours.Verifier.Revocations(file, "production").Refusal,
    })?.Reason;

    private static JsonObject Credit() => JsonNode.Parse($$"""
        {
          "iss": "https://licences.example", "jti": "crd-1", "sub": "acme", "product": "router", "license": "lic-1",
          "iat": {{Issuer.Start}}, "exp": {{Issuer.Start + (90 * Issuer.Day)}}, "adds": { "requests": 500 }
        }
        """)!.AsObject();

    private static JsonObject Revocations() => JsonNode.Parse($$"""
        {
          "iss": "https://licences.example", "product": "router", "epoch": 3, "iat": {{Issuer.Start}}, "next_update": {{Issuer.Start + Issuer.Day}},
          "entries": [
            { "jti": "lic-9", "status": "suspended", "reason": "unpaid", "effective": {{Issuer.Start}} },
            { "kid": "some-kid", "status": "cancelled", "effective": {{Issuer.Start}} }
          ]
        }
        """)!.AsObject();
}
