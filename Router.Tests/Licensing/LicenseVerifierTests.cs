// Which licence files are believed, and the reason of each one that is not.
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseVerifierTests
{
    private static readonly Issuer Ours = new();

    [Fact]
    public void A_licence_says_what_its_claims_say()
    {
        var terms = Ours.Terms();

        terms.Id.Should().Be("lic-1");
        terms.CustomerName.Should().Be("Acme Ltd");
        terms.GraceUntil.Should().Be(Issuer.GraceEnd);
        terms.KeyId.Should().Be(Ours.KeyId);
        terms.Renews.Should().Be("lic-0");
        terms.Limits.Requests.Should().Be(new VolumeLimit(1_000_000, 100_000, 600, 60));
        terms.Limits.Tokens.Should().Be(new VolumeLimit(1_000_000_000, null, null, null));
        terms.Limits.MaxConcurrent.Should().Be(100);
        terms.Deployment.MaxInstances.Should().Be(3);
        terms.Contacts.Should().Equal(new LicenseContact("technical", "Ada", "ada@acme.example"));
        FeatureNames.All.Should().OnlyContain(entry => terms.Allows(entry.Feature));
    }

    [Fact]
    public void What_may_be_left_out_means_no_limit_and_no_grace()
    {
        var terms = Ours.Terms(claims =>
        {
            claims["features"] = new JsonArray("routing");
            foreach (var name in new[] { "limits", "grace_until", "contacts", "renews" })
            {
                claims.Remove(name);
            }

            claims["deployment"] = JsonNode.Parse("""{ "mode": "self_hosted", "environments": ["production"] }""");
        });

        terms.Limits.Should().Be(LicenseLimits.Unlimited);
        terms.GraceUntil.Should().Be(terms.ExpiresAt);
        terms.Deployment.Should().BeEquivalentTo(new LicenseDeployment("self_hosted", null, ["production"], null, default));
        terms.Allows(LicenseFeatures.Routing).Should().BeTrue();
        terms.Allows(LicenseFeatures.Routing | LicenseFeatures.Exports).Should().BeFalse();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("Routing")]
    [InlineData("time_travel")]
    public void A_feature_that_is_not_known_grants_nothing_and_is_listed(string name)
    {
        var terms = Ours.Terms(claims => claims["features"] = new JsonArray("exports", name));

        terms.Features.Should().Be(LicenseFeatures.Exports);
        terms.UnknownFeatures.Should().Equal(name);
    }

    [Fact]
    public void One_line_feed_may_stand_behind_the_brace_and_nothing_else()
    {
        var file = Encoding.ASCII.GetString(Ours.Sign(Issuer.Claims())).TrimEnd('\n');

        Reason(file).Should().BeNull();
        Reason(file + "\n").Should().BeNull();
        foreach (var wrong in new[] { file + "\n\n", file + "\r\n", file + " ", file + "{}", " " + file, "\uFEFF" + file })
        {
            Reason(wrong).Should().Be(LicenseReason.Layout);
        }
    }

    [Theory]
    [InlineData("{\"payload\":", "{ \"payload\":")]
    [InlineData("\",\"protected\"", "\", \"protected\"")]
    [InlineData("{\"payload\":", "{\"header\":{},\"payload\":")]
    [InlineData("{\"payload\":", "{\"payload\":\"e30\",\"payload\":")]
    [InlineData("\"}", "\",\"signatures\":[]}")]
    [InlineData("\"signature\":\"", "\"signature\":\"=")]
    [InlineData("\"protected\":\"", "\"protected\":\" ")]
    [InlineData("\"protected\":\"", "\"protected\":\"\\u0065")]
    public void Another_layout_is_refused(string written, string instead)
    {
        var file = Encoding.ASCII.GetString(Ours.Sign(Issuer.Claims()));

        Reason(file.Replace(written, instead, StringComparison.Ordinal)).Should().Be(LicenseReason.Layout);
    }

    [Fact]
    public void Members_in_another_order_are_refused()
    {
        var file = JsonNode.Parse(Ours.Sign(Issuer.Claims()))!.AsObject();
        var swapped = new JsonObject { ["protected"] = (string?)file["protected"], ["payload"] = (string?)file["payload"], ["signature"] = (string?)file["signature"] };

        Reason(swapped.ToJsonString()).Should().Be(LicenseReason.Layout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"payload\":\"")]
    [InlineData("{\"payload\":\"\",\"protected\":\"\",\"signature\":\"\"}")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA")]
    public void What_is_no_signed_file_is_refused(string text) => Reason(text).Should().Be(LicenseReason.Layout);

    [Theory]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"none\"", "algorithm")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"HS256\"", "algorithm")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"ES384\"", "algorithm")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"es256\"", "algorithm")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":null", "algorithm")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":[\"ES256\"]", "algorithm")]
    [InlineData("router-license+jws", "JWT", "type")]
    [InlineData("router-license+jws", "ROUTER-LICENSE+JWS", "type")]
    [InlineData("router-license+jws", "router-license-credit+jws", "type")]
    [InlineData("router-license+jws", "router-license-revocations+jws", "type")]
    [InlineData("\"crit\":[\"rtr_v\"]", "\"crit\":[]", "critical")]
    [InlineData("\"crit\":[\"rtr_v\"]", "\"crit\":[\"exp\"]", "critical")]
    [InlineData("\"crit\":[\"rtr_v\"]", "\"crit\":[\"rtr_v\",\"b64\"]", "critical")]
    [InlineData("\"crit\":[\"rtr_v\"]", "\"crit\":\"rtr_v\"", "critical")]
    [InlineData("\"rtr_v\":1", "\"rtr_v\":2", "critical")]
    [InlineData("\"rtr_v\":1", "\"rtr_v\":1.0", "critical")]
    [InlineData("\"rtr_v\":1", "\"rtr_v\":\"1\"", "critical")]
    [InlineData(",\"rtr_v\":1", "", "header")]
    [InlineData("\"crit\":[\"rtr_v\"],", "", "header")]
    [InlineData("{\"alg\"", "{\"alg\":\"ES256\",\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"\\u0061lg\":\"ES256\",\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"jwk\":{\"kty\":\"EC\"},\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"jku\":\"https://keys.example\",\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"x5c\":[],\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"x5u\":\"https://keys.example\",\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"b64\":false,\"alg\"", "header")]
    [InlineData("{\"alg\"", "{\"zip\":\"DEF\",\"alg\"", "header")]
    [InlineData("\"rtr_v\":1}", "\"rtr_v\":1} {}", "header")]
    [InlineData("\"rtr_v\":1}", "\"rtr_v\":1,}", "header")]
    [InlineData("\"rtr_v\":1}", "\"rtr_v\":1/**/}", "header")]
    [InlineData("\"rtr_v\":1}", "\"rtr_v\":[[[[[[[[1]]]]]]]]}", "header")]
    [InlineData("\"kid\":\"", "\"kid\":\"x", "unknown_key")]
    [InlineData("\"kid\":\"", "\"kid\":[],\"kid2\":\"", "header")]
    public void A_header_that_says_anything_else_is_refused(string written, string instead, string reason)
    {
        var header = Ours.Header();
        header.Should().Contain(written);

        // Signed as it stands, so that nothing but the header is wrong.
        var file = Ours.SignWithHeader(header.Replace(written, instead, StringComparison.Ordinal), Issuer.Claims().ToJsonString());

        Reason(file).Should().Be(Named(reason));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_in_header_and_claims()
    {
        byte[] header = Encoding.UTF8.GetBytes(Ours.Header()), claims = Encoding.UTF8.GetBytes(Issuer.Claims().ToJsonString());
        byte[] Broken(byte[] text)
        {
            var broken = (byte[])text.Clone();
            broken[Array.LastIndexOf(broken, (byte)'r')] = 0xFF;
            return broken;
        }

        Reason(Ours.SignWithHeader(Broken(header), claims)).Should().Be(LicenseReason.Header);
        Reason(Ours.SignWithHeader(header, Broken(claims))).Should().Be(LicenseReason.Claims);
    }

    [Fact]
    public void The_twin_of_a_signature_is_refused()
    {
        var file = JsonNode.Parse(Ours.Sign(Issuer.Claims()))!;
        var twin = LowS.Twin(Base64UrlText.Decode((string)file["signature"]!)!);
        var forged = Issuer.File((string)file["payload"]!, (string)file["protected"]!, Base64UrlText.Encode(twin));

        LowS.Holds(twin).Should().BeFalse();
        LowS.Twin(twin).Should().Equal(Base64UrlText.Decode((string)file["signature"]!));
        Reason(forged).Should().Be(LicenseReason.Signature);
    }

    [Fact]
    public void Signatures_are_made_with_the_lower_of_the_two_numbers() =>
        Enumerable.Range(0, 20).Should().OnlyContain(one => LowS.Holds(Ours.Key.Sign(new[] { (byte)one })));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(96)]
    public void A_signature_of_another_length_is_refused(int length)
    {
        var file = JsonNode.Parse(Ours.Sign(Issuer.Claims()))!;

        Reason(Issuer.File((string)file["payload"]!, (string)file["protected"]!, Base64UrlText.Encode(new byte[length])))
            .Should().Be(length == 0 ? LicenseReason.Layout : LicenseReason.Signature);
    }

    [Fact]
    public void A_signature_of_another_key_is_refused_whatever_its_header_says()
    {
        var other = new Issuer();

        Reason(other.Sign(Issuer.Claims())).Should().Be(LicenseReason.UnknownKey);
        Reason(other.SignWithHeader(Ours.Header(), Issuer.Claims().ToJsonString())).Should().Be(LicenseReason.Signature);
    }

    [Fact]
    public void A_licence_for_another_product_is_refused_as_such() =>
        Reason(Ours.Sign(Issuer.Claims(claims => claims["product"] = "toaster"))).Should().Be(LicenseReason.Product);

    [Fact]
    public void More_than_64_KiB_are_not_looked_at() =>
        Reason(new byte[(64 * 1024) + 1]).Should().Be(LicenseReason.TooLarge);

    private static LicenseReason Named(string word) => Enum.GetValues<LicenseReason>().Single(reason => reason.Word() == word);

    private static LicenseReason? Reason(string file) => Reason(Encoding.UTF8.GetBytes(file));

    private static LicenseReason? Reason(byte[] file)
    {
        var verified = Ours.Verifier.License(file);
        (verified.Value is null).Should().Be(verified.Refusal is not null);
        return verified.Refusal?.Reason;
    }
}
