"""The whole reaction table on one page: fact -> what follows. The queue is the one that the job declares."""

from wm.domains import categories, comments, content, engagement, graph, ledger, media, payouts, people, uploads
from wm.kernel.facts import Follower, Reactions

REACTIONS: Reactions = {
    people.JoinAsked: [Follower("people.answer_join")],
    people.ResetAsked: [Follower("people.answer_reset")],
    people.PasswordChanged: [Follower("people.tell_password_changed")],
    people.AddressChangeAsked: [Follower("people.answer_address_change")],
    people.AddressChanged: [Follower("people.tell_address_changed")],
    people.ProfileEdited: [Follower("discovery.profile_edited")],
    people.PictureReplaced: [Follower("people.remove_picture")],
    uploads.UploadCompleted: [Follower("content.file_arrived", subject="meant_for")],
    categories.MergeAsked: [Follower("categories.merge")],
    graph.PersonFollowed: [Follower("graph.count_follows"), Follower("notifications.person_followed")],
    graph.PersonUnfollowed: [Follower("graph.count_follows")],
    graph.PersonBlocked: [Follower("notifications.people_apart")],
    graph.PersonUnblocked: [Follower("notifications.people_apart")],
    graph.PersonMuted: [Follower("notifications.person_muted")],
    graph.PersonUnmuted: [Follower("notifications.person_muted")],
    content.ContentPublished: [
        Follower("engagement.count_original"),
        Follower("discovery.content_published"),
        Follower("notifications.content_published", subject="content_id"),
    ],
    content.ContentRemoved: [Follower("engagement.count_original"), Follower("discovery.content_removed")],
    content.ContentEdited: [Follower("discovery.content_edited")],
    comments.CommentPosted: [Follower("notifications.comment_posted")],
    comments.CommentRemoved: [Follower("notifications.comment_removed")],
    comments.CommentLiked: [Follower("notifications.comment_liked")],
    comments.CommentHearted: [Follower("notifications.comment_hearted")],
    engagement.PieceLiked: [Follower("notifications.piece_liked")],
    media.FilmPlayable: [Follower("content.film_became_playable", subject="film_id")],
    ledger.ReadingAsked: [Follower("ledger.reconcile")],
    payouts.WithdrawalAsked: [Follower("payouts.withdrawal_asked")],
}
