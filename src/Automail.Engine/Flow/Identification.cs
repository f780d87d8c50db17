using Automail.Engine.Contacts;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>
/// Finds or makes the contact that an event is about, and joins two contacts when an event shows that they are one person. An external id that was told as
/// such is a stronger key than an address: under it the address may change. Any other id may belong to a shared device: when somebody else
/// identifies on it, the id moves to that person and nothing is joined.
/// </summary>
public static class Identification
{
    /// <summary>The contact that an identity belongs to, or a new one, joined with whatever else the change shows to be the same person. The caller saves it.</summary>
    /// <param name="unit">The unit to work in.</param>
    /// <param name="subject">By what the contact was called.</param>
    /// <param name="change">The identities that were told with it; the rest of it is not applied.</param>
    /// <param name="addressMayChange">Whether a known contact may get another address.</param>
    /// <param name="now">The present, UTC.</param>
    /// <exception cref="FieldException">What was told contradicts what is known.</exception>
    public static async Task<Contact> ResolveAsync(IUnitOfWork unit, ContactIdentity subject, ProfileChange change, bool addressMayChange, DateTimeOffset now)
    {
        var bySubject = await unit.Contacts.FindAsync(subject);
        var contact = bySubject ?? await CreateAsync(unit, subject, now);
        if (change.ExternalId is { } externalId)
        {
            contact = await WithExternalIdAsync(unit, contact, externalId, now);
        }

        if (change.Email is { } email && email != contact.Email)
        {
            contact = await WithAddressAsync(unit, contact, subject, email, addressMayChange, now);
        }

        return change.AnonymousId is { } anonymousId && !contact.AnonymousIds.Contains(anonymousId) && anonymousId != contact.ExternalId
            ? await WithAnonymousIdAsync(unit, contact, anonymousId, now)
            : contact;
    }

    private static async Task<Contact> CreateAsync(IUnitOfWork unit, ContactIdentity identity, DateTimeOffset now)
    {
        var id = identity.ToContactId();

        // The derived id can be taken: an id that has moved to another contact leaves its first owner behind.
        for (var n = 2; await unit.Contacts.GetAsync(id) is not null; n++)
        {
            id = new ContactIdentity(identity.Kind, $"{identity.Value}#{n}").ToContactId();
        }

        return new Contact
        {
            Id = id,
            Email = identity.Kind == IdentityKind.Email ? identity.Value : null,
            AnonymousIds = identity.Kind == IdentityKind.Key ? [identity.Value] : [],
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static async Task<Contact> WithExternalIdAsync(IUnitOfWork unit, Contact contact, string externalId, DateTimeOffset now)
    {
        if (contact.ExternalId == externalId)
        {
            return contact;
        }

        if (contact.ExternalId is not null)
        {
            throw new FieldException("data.externalId", "differs from the external id that this contact has.");
        }

        if (await unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, externalId)) is { } other && other.Id != contact.Id)
        {
            if (contact.Email is not null && other.Email is not null)
            {
                throw new FieldException("data.externalId", "belongs to a contact with another address.");
            }

            contact = await JoinAsync(unit, other, contact, now);
        }

        return contact with { ExternalId = externalId, AnonymousIds = [.. contact.AnonymousIds.Where(id => id != externalId)] };
    }

    private static async Task<Contact> WithAddressAsync(IUnitOfWork unit, Contact contact, ContactIdentity subject, string email, bool addressMayChange, DateTimeOffset now)
    {
        var identity = new ContactIdentity(IdentityKind.Email, email);
        var owner = await unit.Contacts.FindAsync(identity);
        if (contact.Email is null)
        {
            return owner is null ? contact with { Email = email } : await JoinAsync(unit, owner, contact, now);
        }

        var strong = subject.Kind == IdentityKind.Email || contact.ExternalId == subject.Value;
        if (strong && !addressMayChange)
        {
            throw new FieldException("data.email", "differs from the address that this contact has; contact.updated changes an address.");
        }

        if (owner is null && addressMayChange)
        {
            return contact with { Email = email };
        }

        if (strong)
        {
            throw new FieldException("data.email", "belongs to another contact.");
        }

        // Somebody else identifies on the same device.
        await unit.Contacts.SaveAsync(contact with { AnonymousIds = [.. contact.AnonymousIds.Where(id => id != subject.Value)], UpdatedAt = now });
        owner ??= await CreateAsync(unit, identity, now);
        return owner with { AnonymousIds = [.. owner.AnonymousIds, subject.Value] };
    }

    private static async Task<Contact> WithAnonymousIdAsync(IUnitOfWork unit, Contact contact, string anonymousId, DateTimeOffset now)
    {
        var other = await unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, anonymousId));
        if (other is { Email: null, ExternalId: null } && other.Id != contact.Id)
        {
            return await JoinAsync(unit, contact, other, now);
        }

        if (other is not null && other.Id != contact.Id)
        {
            if (other.ExternalId == anonymousId)
            {
                throw new FieldException("data.anonymousId", "is another contact's external id.");
            }

            await unit.Contacts.SaveAsync(other with { AnonymousIds = [.. other.AnonymousIds.Where(id => id != anonymousId)], UpdatedAt = now });
        }

        return contact with { AnonymousIds = [.. contact.AnonymousIds, anonymousId] };
    }

    /// <summary>Joins two contacts: all that belonged to <paramref name="gone"/> belongs to <paramref name="kept"/> from now on.</summary>
    private static async Task<Contact> JoinAsync(IUnitOfWork unit, Contact kept, Contact gone, DateTimeOffset now)
    {
        foreach (var enrollment in await unit.Enrollments.ActiveAsync(gone.Id))
        {
            // At most one active enrollment per contact and journey.
            if (await unit.Enrollments.LatestAsync(enrollment.JourneyId, kept.Id) is { Status: EnrollmentStatus.Active })
            {
                await PassageTallies.EndAsync(unit, enrollment, EnrollmentStatus.Removed, now, "joined with another contact");
                await unit.Due.CancelAsync(SequenceRunner.DueKey(enrollment.Id));
            }
        }

        foreach (var cart in await unit.Carts.ForContactAsync(gone.Id))
        {
            await unit.Carts.SaveAsync(cart with { ContactId = kept.Id });
        }

        await unit.Events.ReassignAsync(gone.Id, kept.Id);
        await unit.Consents.ReassignAsync(gone.Id, kept.Id);
        await unit.Enrollments.ReassignAsync(gone.Id, kept.Id);
        await PutInOrderAsync(unit, kept.Id);
        await unit.Ledger.ReassignAsync(gone.Id, kept.Id);
        await unit.Contacts.RemoveAsync(gone.Id);
        return kept with
        {
            Email = kept.Email ?? gone.Email,
            ExternalId = kept.ExternalId ?? gone.ExternalId,
            AnonymousIds = [.. kept.AnonymousIds.Union(gone.AnonymousIds, StringComparer.Ordinal)],
            Name = kept.Name ?? gone.Name,
            FirstName = kept.FirstName ?? gone.FirstName,
            Locale = kept.Locale ?? gone.Locale,
            TimeZone = kept.TimeZone ?? gone.TimeZone,
            Tags = [.. kept.Tags.Union(gone.Tags, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Attributes = gone.Attributes.Concat(kept.Attributes).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => g.Last().Value),
            OrderCount = kept.OrderCount + gone.OrderCount,
            OrderTotal = kept.OrderTotal + gone.OrderTotal,
            LastOrderTime = kept.LastOrderTime > gone.LastOrderTime || gone.LastOrderTime is null ? kept.LastOrderTime : gone.LastOrderTime,
            CreatedAt = kept.CreatedAt < gone.CreatedAt ? kept.CreatedAt : gone.CreatedAt,
            UpdatedAt = now,
        };
    }

    /// <summary>Numbers the entries into a journey anew, so that the latest one is the one that is active, or was entered last: by it re-entry is checked. No number falls, since ids hold them.</summary>
    private static async Task PutInOrderAsync(IUnitOfWork unit, string contactId)
    {
        foreach (var journey in (await unit.Enrollments.ForContactAsync(contactId)).GroupBy(enrollment => enrollment.JourneyId))
        {
            var number = 0;
            foreach (var enrollment in journey.OrderBy(one => one.Status == EnrollmentStatus.Active).ThenBy(one => one.EnteredAt).ThenBy(one => one.Number).ThenBy(one => one.Id, StringComparer.Ordinal))
            {
                number = Math.Max(number + 1, enrollment.Number);
                if (number != enrollment.Number)
                {
                    await unit.Enrollments.SaveAsync(enrollment with { Number = number });
                }
            }
        }
    }
}
