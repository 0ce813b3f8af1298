// The life of a licence, instant by instant.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Configuration;
using Router.Licensing;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseJudgeTests
{
    private const long Day = Issuer.Day;

    private static readonly Issuer Ours = new();
    private static readonly LicenseTerms Terms = Ours.Terms();
    private static readonly LicenseBinding Here = new("production", "eu-1", new Secret("node-a"));

    [Theory]
    [InlineData(Issuer.Start - (365 * Day), "not_yet_valid", null)]
    [InlineData(Issuer.Start - 61, "not_yet_valid", null)]
    [InlineData(Issuer.Start - 60, "valid", null)]
    [InlineData(Issuer.Start, "valid", null)]
    [InlineData(Issuer.Expiry - (30 * Day) - 1, "valid", null)]
    [InlineData(Issuer.Expiry - (30 * Day), "expiring", 30)]
    [InlineData(Issuer.Expiry - (14 * Day) - 1, "expiring", 30)]
    [InlineData(Issuer.Expiry - (14 * Day), "expiring", 14)]
    [InlineData(Issuer.Expiry - (7 * Day) - 1, "expiring", 14)]
    [InlineData(Issuer.Expiry - (7 * Day), "expiring", 7)]
    [InlineData(Issuer.Expiry - Day - 1, "expiring", 7)]
    [InlineData(Issuer.Expiry - Day, "expiring", 1)]
    [InlineData(Issuer.Expiry - 1, "expiring", 1)]
    [InlineData(Issuer.Expiry, "grace", null)]
    [InlineData(Issuer.GraceEnd - 1, "grace", null)]
    [InlineData(Issuer.GraceEnd, "expired", null)]
    [InlineData(Issuer.GraceEnd + (3650 * Day), "expired", null)]
    public void Time_alone_takes_a_licence_from_its_issue_to_its_end(long now, string state, int? warning)
    {
        var judgement = LicenseJudge.Judge(At(now));

        judgement.State.Word().Should().Be(state);
        judgement.Warning.Should().Be(warning);
        judgement.Reason.Should().BeNull();
        judgement.SecondsLeft.Should().Be(Math.Max(0, Issuer.Expiry - now));
        judgement.GraceSecondsLeft.Should().Be(Math.Max(0, Issuer.GraceEnd - now));
        judgement.Code.Should().Be(judgement.State.Serves() ? null : "license_" + state);
    }

    [Fact]
    public void Without_grace_a_licence_ends_with_its_exp()
    {
        var terms = Ours.Terms(claims => claims.Remove("grace_until"));

        State(At(Issuer.Expiry - 1) with { License = terms }).Should().Be("expiring");
        State(At(Issuer.Expiry) with { License = terms }).Should().Be("expired");
    }

    [Fact]
    public void The_states_stand_in_the_order_in_which_they_are_looked_for()
    {
        // Everything is wrong at once; then one thing after the other is put right.
        var situation = At(Issuer.GraceEnd) with
        {
            License = new LicenseRefusal(LicenseReason.Missing, ""),
            RevocationsConfigured = true,
            Binding = new LicenseBinding("development", "us-1", Secret.None),
            ClockMark = Issuer.GraceEnd + Day + 1,
            HoldsLease = false,
        };
        var states = new List<string> { State(situation) };
        situation = situation with { License = new LicenseRefusal(LicenseReason.Layout, "") };
        states.Add(State(situation));
        situation = situation with { License = Terms };
        states.Add(State(situation));
        situation = situation with { Revocations = List(("lic-1", RevocationStatus.Revoked, Issuer.Start)) };
        states.Add(State(situation));
        situation = situation with { Revocations = List() };
        states.Add(State(situation));
        situation = situation with { Binding = Here };
        states.Add(State(situation));
        situation = situation with { ClockMark = 0, Now = Issuer.Start - 61 };
        states.Add(State(situation));
        situation = situation with { Now = Issuer.GraceEnd };
        states.Add(State(situation));
        situation = situation with { Now = Issuer.Expiry };
        states.Add(State(situation));
        situation = situation with { HoldsLease = true };
        states.Add(State(situation));
        situation = situation with { Now = Issuer.Expiry - 1 };
        states.Add(State(situation));
        situation = situation with { Now = Issuer.Start };
        states.Add(State(situation));

        states.Should().Equal(
            "missing", "invalid", "invalid", "revoked", "binding_mismatch", "clock_rollback", "not_yet_valid", "expired",
            "instances_exceeded", "grace", "expiring", "valid");
        Enum.GetValues<LicenseState>().Select(state => state.Word()).Should().Equal(states.Distinct());
    }

    [Fact]
    public void A_refused_file_has_the_reason_of_its_refusal()
    {
        foreach (var reason in Enum.GetValues<LicenseReason>())
        {
            var judgement = LicenseJudge.Judge(At(Issuer.Start) with { License = new LicenseRefusal(reason, "") });

            judgement.Reason.Should().Be(reason.Word());
            judgement.Code.Should().Be(reason == LicenseReason.Missing ? "license_missing" : "license_invalid");
        }
    }

    [Fact]
    public void A_revocation_list_that_is_configured_must_have_been_seen_once()
    {
        var judgement = LicenseJudge.Judge(At(Issuer.Start) with { RevocationsConfigured = true });

        (judgement.Code, judgement.Reason).Should().Be(("license_invalid", "revocations_missing"));
        State(At(Issuer.Start) with { RevocationsConfigured = true, Revocations = List() }).Should().Be("valid");
    }

    [Fact]
    public void A_key_for_loopback_serves_no_other_listener()
    {
        var terms = new Issuer(Issuer.Scope(loopbackOnly: true)).Terms();
        var judgement = LicenseJudge.Judge(At(Issuer.Start) with { License = terms, ListensOnLoopbackOnly = false });

        (judgement.Code, judgement.Reason).Should().Be(("license_invalid", "key_scope"));
        State(At(Issuer.Start) with { License = terms }).Should().Be("valid");
        State(At(Issuer.Start) with { ListensOnLoopbackOnly = false }).Should().Be("valid", "this key has no such scope");
    }

    [Theory]
    [InlineData("Revoked", "license_revoked", "revoked")]
    [InlineData("Suspended", "license_revoked", "suspended")]
    [InlineData("Superseded", "license_revoked", "superseded")]
    [InlineData("Cancelled", "license_expired", "cancelled")]
    public void An_entry_takes_effect_on_its_date(string status, string code, string reason)
    {
        var effective = Issuer.Start + Day;
        var list = List(("lic-1", Enum.Parse<RevocationStatus>(status), effective), ("lic-2", RevocationStatus.Revoked, 1));

        State(At(effective - 1) with { Revocations = list }).Should().Be("valid");
        var judgement = LicenseJudge.Judge(At(effective) with { Revocations = list });
        (judgement.Code, judgement.Reason).Should().Be((code, reason));
    }

    [Fact]
    public void An_entry_may_end_all_that_a_key_signed()
    {
        var byKey = new RevocationList("i", "k", 1, 1, null, [new RevocationEntry(null, Ours.KeyId, RevocationStatus.Revoked, "stolen", 1)]);
        var otherKey = byKey with { Entries = [new RevocationEntry(null, "other", RevocationStatus.Revoked, "", 1)] };

        State(At(Issuer.Start) with { Revocations = byKey }).Should().Be("revoked");
        State(At(Issuer.Start) with { Revocations = otherKey }).Should().Be("valid");
    }

    [Fact]
    public void A_revocation_weighs_more_than_a_cancellation() =>
        State(At(Issuer.Start + 2) with { Revocations = List(("lic-1", RevocationStatus.Cancelled, 1), ("lic-1", RevocationStatus.Revoked, Issuer.Start)) })
            .Should().Be("revoked");

    [Theory]
    [InlineData("development", "eu-1", "node-a", "environment")]
    [InlineData("production", "eu-2", "node-a", "deployment_id")]
    [InlineData("production", "eu-1", "node-b", "fingerprint")]
    [InlineData("production", "eu-1", "", "fingerprint")]
    [InlineData("staging", "eu-1", "node-a", null)]
    public void A_licence_is_bound_to_what_it_names(string environment, string deployment, string fingerprint, string? mismatch)
    {
        var judgement = LicenseJudge.Judge(At(Issuer.Start) with { Binding = new LicenseBinding(environment, deployment, new Secret(fingerprint)) });

        judgement.State.Word().Should().Be(mismatch is null ? "valid" : "binding_mismatch");
        judgement.Reason.Should().Be(mismatch);
    }

    [Fact]
    public void A_licence_that_names_no_deployment_is_good_for_any_and_the_hash_has_the_empty_id()
    {
        var terms = Ours.Terms(claims =>
        {
            claims["deployment"]!.AsObject().Remove("deployment_id");
            claims["deployment"]!["instances"]!["fingerprints"] = new JsonArray(LicenseBinding.Hash("acme", null, "node-a"));
        });

        LicenseBinding.Hash("acme", null, "node-a").Should().Be(LicenseBinding.Hash("acme", "", "node-a"));
        new LicenseBinding("production", "anything", new Secret("node-a")).Mismatch(terms).Should().BeNull();
        new LicenseBinding("production", "anything", new Secret("node-b")).Mismatch(terms).Should().Be("fingerprint");
    }

    [Fact]
    public void The_hash_of_a_fingerprint_is_the_one_that_other_programs_make() =>
        // printf 'router-binding-v1\0acme\0eu-1\0node-a' | openssl dgst -sha256 -binary | basenc --base64url | tr -d =
        LicenseBinding.Hash("acme", "eu-1", "node-a").Should().Be("2YexYtnZChTcsB0dVG4M06vhD4Ku6IQzO90vp-XtAhk");

    [Fact]
    public void Setting_the_clock_back_gains_nothing()
    {
        State(At(Issuer.Start) with { ClockMark = Issuer.Expiry }).Should().Be("clock_rollback");
        State(At(Issuer.Expiry - 1000) with { ClockMark = Issuer.Expiry }).Should().Be("grace");
        State(At(Issuer.Start - Day) with { ClockMark = Issuer.Start }).Should().Be("valid");
        State(At(Issuer.Start - Day - 1) with { ClockMark = Issuer.Start }).Should().Be("clock_rollback");
    }

    [Fact]
    public void A_clock_that_was_set_back_must_pass_the_mark_again()
    {
        State(At(Issuer.Start + Day) with { ClockMark = Issuer.Start + (2 * Day), WasRolledBack = true }).Should().Be("clock_rollback");
        State(At(Issuer.Start + (2 * Day)) with { ClockMark = Issuer.Start + (2 * Day), WasRolledBack = true }).Should().Be("valid");
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_clock_that_is_behind_is_told_about_after_five_minutes(long behind, bool told) =>
        LicenseClock.IsBehind(Issuer.Start, Issuer.Start + behind).Should().Be(told);

    [Theory]
    [InlineData(true, Day, Issuer.Start)]
    [InlineData(true, -Day, Issuer.Start)]
    [InlineData(true, Day + 1, Issuer.Expiry)]
    [InlineData(false, 0, Issuer.Expiry)]
    public void A_new_licence_that_was_just_issued_sets_the_mark_to_its_issue(bool isNew, long after, long mark) =>
        LicenseClock.MarkAfterInstall(Issuer.Expiry, Terms, isNew, Issuer.Start + after).Should().Be(mark);

    [Fact]
    public void A_new_licence_moves_no_mark_of_a_clock_that_is_right() =>
        LicenseClock.MarkAfterInstall(Issuer.Start + 10, Terms, isNew: true, Issuer.Start + 10).Should().Be(Issuer.Start + 10);

    private static LicenseSituation At(long now) => new() { License = Terms, Now = now, Binding = Here };

    private static string State(LicenseSituation situation) => LicenseJudge.Judge(situation).State.Word();

    private static RevocationList List(params (string Id, RevocationStatus Status, long Effective)[] entries) =>
        new("i", "k", 1, 1, null, [.. entries.Select(entry => new RevocationEntry(entry.Id, null, entry.Status, "", entry.Effective))]);
}
