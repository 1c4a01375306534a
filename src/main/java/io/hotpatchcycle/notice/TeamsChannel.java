package io.hotpatchcycle.notice;

import java.net.URI;
import java.util.Map;

/** Posts a card to the workflow of a group in Teams ("When a Teams webhook request is received"). */
final class TeamsChannel implements Channel {

    private final Channels channels;
    private final Templates templates;
    private final Posting posting;

    TeamsChannel(Channels channels, Templates templates, Posting posting) {
        this.channels = channels;
        this.templates = templates;
        this.posting = posting;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.TEAMS;
    }

    @Override
    public Outcome send(Message message, Told told) {
        URI url = channels.of(message.recipient()).teams();
        return url == null ? Outcome.refused("No workflow in Teams is configured for this group any more.") : posting.post(url, templates.card(told), Map.of());
    }
}
