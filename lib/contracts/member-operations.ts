import { ById } from "@/lib/contracts/inputs";
import * as members from "@/lib/contracts/members";

/** Operations on members, invitations and merchants' people: a part of the table in operations.ts. */
export const MEMBER_OPERATIONS = [
  {
    method: "get",
    path: "/members",
    summary: "The firm's people, or its merchants'; for people, not for tokens",
    input: members.MembersQuery,
    answer: { name: "Member", isPage: true },
  },
  {
    method: "get",
    path: "/members/{id}",
    summary: "One member",
    input: ById,
    answer: { name: "Member", isPage: false },
  },
  {
    method: "post",
    path: "/members/{id}/change",
    summary: "Gives a member another role, or an accountant another limit",
    input: members.ChangeMemberInput,
    answer: { name: "Member", isPage: false },
  },
  {
    method: "post",
    path: "/members/{id}/remove",
    summary: "Ends a membership at once, and the API tokens that the person made if that is asked for",
    input: members.RemoveMemberInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/members/{id}/transfer",
    summary: "An owner gives the firm to another of its people",
    input: members.TransferInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "get",
    path: "/invitations",
    summary: "Invitations that nobody has accepted yet",
    input: members.InvitationsQuery,
    answer: { name: "Invitation", isPage: true },
  },
  {
    method: "post",
    path: "/invitations",
    summary: "Invites somebody to the firm by mail",
    input: members.InviteInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/invitations/{id}/resend",
    summary: "Sends an invitation again with a new link",
    input: ById,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/invitations/{id}/withdraw",
    summary: "Withdraws an invitation: its link stops working",
    input: ById,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/invitations/accept",
    summary: "Accepts an invitation by its link, as the signed-in person or as somebody new",
    input: members.AcceptInput,
    answer: { name: "Accepted", isPage: false },
  },
  {
    method: "get",
    path: "/merchants/{id}/invitations",
    summary: "Invitations to a merchant's own people",
    input: members.MerchantPeopleInput,
    answer: { name: "Invitation", isPage: true },
  },
  {
    method: "get",
    path: "/merchants/{id}/people",
    summary: "A merchant's own people",
    input: members.MerchantPeopleInput,
    answer: { name: "MerchantPerson", isPage: true },
  },
  {
    method: "post",
    path: "/merchants/{id}/people",
    summary: "Invites one of a merchant's people by mail",
    input: members.InvitePersonInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/merchants/{id}/people/{userId}/remove",
    summary: "Takes the merchant from one of its people",
    input: members.MerchantPersonInput,
    answer: { name: "Done", isPage: false },
  },
] as const;
